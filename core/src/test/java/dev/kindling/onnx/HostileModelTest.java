package dev.kindling.onnx;

import static dev.kindling.onnx.TinyModel.node;
import static dev.kindling.onnx.TinyModel.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import com.sun.management.ThreadMXBean;
import dev.kindling.Golden;
import dev.kindling.Mutations;
import dev.kindling.graph.OpCase;
import dev.kindling.onnx.schema.ModelProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are no models, broken ones, and such as want to harm. */
class HostileModelTest {

  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ffd8ffe000104a464946, it begins like a JPEG picture",
    "89504e470d0a1a0a0000000d, it begins like a PNG picture",
    "474946383961, it begins like a GIF picture",
    "504b030414000000, 'it begins like a zip archive, as .keras and .pth are'",
    "894844460d0a1a0a, 'it begins like an HDF5 file, as Keras''s .h5 is'",
    "7b22636c617373223a5b5d7d, it begins like JSON",
    "48656c6c6f20776f726c64, is cut off or damaged at byte",
    "0808, is not an ONNX model",
  })
  void otherFile_isNamed(String hex, String message) {
    byte[] content = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> OnnxModel.read(content, "photo.jpg"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("photo.jpg is ")
        .hasMessageContaining(message);
  }

  @Test
  void noFile_isNamed() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.onnx"));

    assertThatThrownBy(() -> OnnxModel.read(empty)).hasMessage(empty + " is empty");
    assertThatThrownBy(() -> OnnxModel.read(folder))
        .hasMessage(folder + " is a folder, not a model file");
    assertThatThrownBy(() -> OnnxModel.read(folder.resolve("missing.onnx")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("missing.onnx") + ": there is no such file");
  }

  @Test
  void hugeFile_isRefusedUnread() throws Exception {
    Path huge = folder.resolve("huge.onnx");
    try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(1L << 40); // a hole: it takes no place on the disk
    }

    assertThatThrownBy(() -> OnnxModel.read(huge))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("has 1099511627776 bytes; a model file has at most");
  }

  @Test
  void everyCut_isNoticed() throws Exception {
    OpCase some = OpCase.ALL.get(OpCase.ALL.size() - 1);
    byte[] file = new OnnxModel(some.graph(), Networks.weights(some.graph()), Map.of()).toBytes();

    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> OnnxModel.read(cut, "cut.onnx"))
          .as("the first %d bytes of %d", length, file.length)
          .isInstanceOf(MalformedModelException.class);
    }
  }

  @Test
  void emptyNodesByTheMillion_areCountedBeforeTheyAreBuilt() throws Exception {
    byte[] graph = new byte[20 * MIB]; // ten million pairs of a node's tag and the length 0
    for (int i = 0; i < graph.length; i += 2) {
      graph[i] = 0x0a;
    }

    assertRefusedWithin(MIB, file(7, graph), "more than 1000000 nodes, names and other parts");
  }

  @Test
  void sizesByTheMillion_areCountedBeforeTheyAreBuilt() throws Exception {
    byte[] sizes = new byte[10 * MIB]; // ten million zeros, packed
    assertRefusedWithin(MIB, file(7, field(5, field(1, sizes))), "more than 1000000 nodes");
  }

  @Test
  void groupsInGroups_endInAnError() throws Exception {
    byte[] groups = new byte[10 * MIB];
    Arrays.fill(groups, (byte) 0xa3); // the first byte of the tag of an unknown group...
    for (int i = 1; i < groups.length; i += 2) {
      groups[i] = 0x06; // ...and its second
    }

    assertRefusedWithin(MIB, groups, "is cut off or damaged at byte");
  }

  @Test
  void graphsInAttributes_areNotOpened() throws Exception {
    byte[] nested = new byte[0];
    for (int depth = 0; depth < 2000; depth++) { // graph > node > attribute > graph > ...
      nested = field(1, field(5, field(6, nested)));
    }
    ModelProto file = vector(node("Relu", "x")).build();
    byte[] graph = concat(file.getGraph().toByteArray(), nested);

    assertRefusedWithin(
        4 * MIB,
        concat(file.toBuilder().clearGraph().build().toByteArray(), field(7, graph)),
        "a node without a value");
  }

  @Test
  void claimedLength_isNotBelieved() throws Exception {
    byte[] claim = {0x3a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 1, 2, 3};

    assertRefusedWithin(MIB, claim, "is cut off or damaged at byte");
  }

  @Test
  void longChain_isReadInTime() throws Exception {
    ModelProto.Builder file = vector(node("Relu", "x"));
    for (int i = 0; i < 100_000; i++) {
      file.getGraphBuilder()
          .addNode(node("Relu", i == 0 ? "y" : "n" + (i - 1)).setOutput(0, "n" + i));
    }

    assertThat(OnnxModel.read(file.build().toByteArray(), "long.onnx").graph().nodes())
        .hasSize(100_001);
  }

  @Test
  @Timeout(3600)
  void mutated_isReadOrNamed_inBoundedMemory() throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (OpCase some : OpCase.ALL) {
      files.add(new OnnxModel(some.graph(), Networks.weights(some.graph()), Map.of()).toBytes());
    }
    files.add(Networks.article(22).toBytes());
    files.add(Golden.bytes("onnx/foreign.onnx"));
    Mutations mutations = new Mutations(new Random(Integer.getInteger("kindling.seed", 20161)));
    int count = Integer.getInteger("kindling.mutations", 6000);
    int refused = 0;
    for (int i = 0; i < count; i++) {
      byte[] mutated = mutations.of(files.get(i % files.size()));
      long before = allocated();
      try {
        OnnxModel model = OnnxModel.read(mutated, "mutated.onnx");
        OnnxModel.read(model.toBytes(), "rewritten.onnx");
      } catch (UnreadableModelException e) {
        refused++;
      }
      assertThat(allocated() - before).as("bytes for mutation %d", i).isLessThan(16 * MIB);
    }
    assertThat(refused).isBetween(count / 6, count * 59 / 60); // both ends are really tried
  }

  private static void assertRefusedWithin(long bytes, byte[] file, String message) {
    long before = allocated();

    assertThatThrownBy(() -> OnnxModel.read(file, "hostile.onnx"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(message);

    assertThat(allocated() - before).as("bytes allocated").isLessThan(bytes);
  }

  /** All that this thread has allocated so far. */
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static byte[] file(int number, byte[] content) throws IOException {
    return concat(new byte[] {0x08, 0x08}, field(number, content)); // after the format's version
  }

  /** A field of protobuf: a message, or packed numbers. */
  private static byte[] field(int number, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + 8);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(number, content);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
