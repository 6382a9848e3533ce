package dev.kindling.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** State dicts of real PyTorch, and pickles that ask for more. */
@Timeout(60)
class TorchFileTest {

  @TempDir Path folder;

  static Stream<String> names() throws IOException {
    return GoldenFiles.open("weights/state_dicts.zip").files().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void file_hasWhatPyTorchWrote(String name) throws Exception {
    GoldenFiles golden = GoldenFiles.open("weights/state_dicts.zip");

    Weights weights = WeightFile.read(golden.unpack(name, folder));

    ArrayFilesTest.requireEqual(weights, golden.expected().path(name));
  }

  @Test
  void written_isReadTheSame() throws Exception {
    GoldenFiles golden = GoldenFiles.open("weights/state_dicts.zip");
    Weights weights = WeightFile.read(golden.unpack("zip.pth", folder));

    TorchFile.write(folder.resolve("again.pth"), weights);

    Weights again = WeightFile.read(folder.resolve("again.pth"));
    assertThat(again.arrays().keySet()).containsExactlyElementsOf(weights.arrays().keySet());
    ArrayFilesTest.requireEqual(again, golden.expected().path("zip.pth"));
    Weights unsigned = WeightFile.read(golden.unpack("zip-unsigned.pth", folder));
    assertThatThrownBy(() -> TorchFile.write(folder.resolve("again.pth"), unsigned))
        .hasMessage("PyTorch has no storage of UINT16");
  }

  /** Each after the header of protocol 2, as pickletools would show it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(X\4\0\0\0exittR. -> asks for 'os.system', which is refused",
        "cposix\nsystem\n. -> asks for 'posix.system'",
        "cbuiltins\neval\n(X\1\0\0\0001tR. -> asks for 'builtins.eval'",
        "c__builtin__\nexec\n. -> asks for '__builtin__.exec'",
        "csubprocess\nPopen\n. -> asks for 'subprocess.Popen'",
        "ctorch\nload\n. -> asks for 'torch.load'",
        "ctorch\n_utils._rebuild_qtensor\n. -> asks for 'torch._utils._rebuild_qtensor'",
        "ctorch._utils\n_rebuild_sparse_tensor\n. -> asks for 'torch._utils._rebuild_sparse_tensor'",
        "cnumpy.core.multiarray\nscalar\n. -> asks for 'numpy.core.multiarray.scalar'",
        "X\2\0\0\0osX\6\0\0\0system\u0093. -> asks for 'os.system'",
        "(ios\nsystem\n. -> has the instruction 0x69 in its pickle, at byte 3",
        "(X\2\0\0\0osX\6\0\0\0systemo. -> has the instruction 0x6f",
        "\u0082\1. -> has the instruction 0x82",
        "S'text'\n. -> has the instruction 0x53",
        "X\1\0\0\0a)R. -> calls what is no function",
        "ccollections\nOrderedDict\nX\1\0\0\0aR. -> no list where one must be",
        "ctorch._utils\n_rebuild_tensor_v2\n)R. -> argument 1 of a tensor",
        "0. -> takes a value where there is none",
        "h\5. -> recalls a value that it did not remember",
        "X\u00ff\u00ff\u00ff\u00ffa. -> a text or number of 4294967295 bytes",
        "}X\1\0\0\0as. -> takes a value where there is none",
        "})Ns. -> keys that are neither texts nor numbers",
        "(X\4\0\0\0filecos\nx\nX\1\0\0\0aX\1\0\0\0bK\1tQ. -> asks for 'os.x'",
        "X\1\0\0\0aQ. -> asks for something that is no storage",
        "}q\0X\1\0\0\0ah\0s. -> dicts within dicts without end",
        "X\1\0\0\0a -> ends within its pickle",
      })
  void pickle_isRefusedByName(String pickleAndMessage) throws Exception {
    String[] parts = pickleAndMessage.split(" -> ", 2);
    Path file = zip(Map.of("x/data.pkl", "\u0080\2" + parts[0]));

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "K\0K\2\u0085K\1\u0085 -> (2,) that does not lie within its storage of 1 numbers",
        "K\2K\1\u0085K\1\u0085 -> (1,) that does not lie within",
        "J\u00ff\u00ff\u00ff\u00ffK\1\u0085K\1\u0085 -> (1,) that does not lie within",
        "K\0K\2\u0085J\u00ff\u00ff\u00ff\u00ff\u0085 -> (2,) that does not lie within",
        "K\0K\2K\2\u0086K\0\u0085 -> (2, 2) that does not lie within",
        "K\0J\0\0\0p\u0085K\0\u0085 -> (1879048192,) that does not lie within",
        "K\0J\u00ff\u00ff\u00ff\u00ff\u0085K\0\u0085 -> absurd sizes",
        "K\0X\1\0\0\0a\u0085K\0\u0085 -> the sizes of a tensor are no whole numbers",
      })
  void tensorBeyondItsStorage_isRefused(String placeAndMessage) throws Exception {
    String[] parts = placeAndMessage.split(" -> ", 2);
    String storage = "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpuK\1tQ";
    String tensor = "ctorch._utils\n_rebuild_tensor_v2\n(" + storage + parts[0] + "\u0089)tR";
    Path file =
        zip(Map.of("x/data.pkl", "\u0080\2}X\1\0\0\0a" + tensor + "s.", "x/data/0", "1234"));

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(parts[1]);
  }

  @Test
  void dictsOfDicts_areNotFollowedWithoutEnd() throws Exception {
    StringBuilder bomb = new StringBuilder("\u0080\2}q\0");
    for (int level = 1; level < 9; level++) { // each holds the one before it twenty times
      bomb.append('}').append('q').append((char) level).append('(');
      for (int i = 0; i < 20; i++) {
        bomb.append('K').append((char) i).append('h').append((char) (level - 1));
      }
      bomb.append('u');
    }
    Path file = zip(Map.of("x/data.pkl", bomb + "."));

    assertThatThrownBy(() -> WeightFile.read(file))
        .hasMessageContaining("dicts within dicts without end, or too many");
  }

  @Test
  void objectsByTheMillion_areCounted() throws Exception {
    Path file = zip(Map.of("x/data.pkl", "\u0080\2" + "}".repeat(2_000_000)));

    assertThatThrownBy(() -> WeightFile.read(file))
        .hasMessageContaining("more than 1000000 instructions");
  }

  @Test
  void textsByTheMegabyte_areCounted() throws Exception {
    String text = "X\0\0\u0010\0" + " ".repeat(1 << 20); // compresses a thousandfold
    Path file = zip(Map.of("x/data.pkl", "\u0080\2" + text.repeat(100)));

    assertThatThrownBy(() -> WeightFile.read(file)).hasMessageContaining("67108864 bytes of texts");
  }

  @Test
  void otherZipArchives_areNamed() throws Exception {
    assertThatThrownBy(() -> WeightFile.read(zip(Map.of("x/y.txt", "hello"))))
        .hasMessageContaining("is a zip archive without arrays");
    assertThatThrownBy(
            () -> WeightFile.read(zip(Map.of("x/data.pkl", "a", "x/constants.pkl", "b"))))
        .hasMessageContaining("is a TorchScript program");
    assertThatThrownBy(() -> WeightFile.read(zip(Map.of("x/data.pkl", "a", "y/data.pkl", "b"))))
        .hasMessageContaining("must have one member data.pkl. Received: 2");
    assertThatThrownBy(() -> WeightFile.read(zip(Map.of("x/data.pkl", "a", "x/byteorder", "big"))))
        .hasMessageContaining("in the byte order 'big'");
    Path cut = Files.write(folder.resolve("cut"), "PK\3\4hello".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> WeightFile.read(cut)).hasMessageContaining("is a damaged zip archive");
  }

  @Test
  void otherPickles_areNamed() throws Exception {
    Path file = folder.resolve("x.pkl");
    Files.write(file, "\u0080\2K\1.".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> WeightFile.read(file)).hasMessageContaining("not one of PyTorch's");

    Files.write(file, "\u0080\2cos\nsystem\n.".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> WeightFile.read(file)).hasMessageContaining("asks for 'os.system'");
  }

  private Path zip(Map<String, String> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue().getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return Files.write(folder.resolve("made.pth"), bytes.toByteArray());
  }
}
