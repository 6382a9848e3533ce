package dev.kindling.weights;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of NumPy and safetensors, and ours against theirs. */
class ArrayFilesTest {

  @TempDir Path folder;

  static Stream<String> names() throws IOException {
    return GoldenFiles.open("weights/arrays.zip").files().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void file_hasWhatItsProgramWrote(String name) throws Exception {
    GoldenFiles golden = GoldenFiles.open("weights/arrays.zip");

    Weights weights = WeightFile.read(golden.unpack(name, folder));

    requireEqual(weights, golden.expected().path(name));
  }

  static void requireEqual(Weights weights, JsonNode expected) throws IOException {
    List<String> names = new ArrayList<>();
    expected.fieldNames().forEachRemaining(names::add);
    assertThat(weights.arrays()).containsOnlyKeys(names);
    for (String name : names) {
      WeightArray array = requireNonNull(weights.arrays().get(name));
      JsonNode numbers = expected.path(name);
      assertThat(array.dtype().name()).as(name).isEqualTo(numbers.path("dtype").asText());
      assertThat(array.shape().toArray()).isEqualTo(Golden.ints(numbers.path("shape")));
      double[] doubles = new double[numbers.path("values").size()];
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = number(numbers.path("values").path(i).asText());
      }
      assertThat(array.doubles()).as(name).isEqualTo(doubles);
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      assertThat(array.tensor().data()).as(name).isEqualTo(floats);
      if (!array.dtype().isFloating() && array.dtype() != DType.BOOL) {
        long[] longs = new long[doubles.length];
        for (int i = 0; i < longs.length; i++) {
          longs[i] = new BigInteger(numbers.path("values").path(i).asText()).longValue();
        }
        assertThat(array.longs()).as(name).isEqualTo(longs);
      }
    }
  }

  private static double number(String python) {
    return switch (python) {
      case "True" -> 1;
      case "False" -> 0;
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(python);
    };
  }

  @ParameterizedTest
  @MethodSource("names")
  void npy_isWrittenAsNumPyWritesIt(String name) throws Exception {
    GoldenFiles golden = GoldenFiles.open("weights/arrays.zip");
    if (!name.endsWith(".npy") || name.startsWith("version")) {
      return;
    }
    WeightArray array = NpyFile.read(golden.unpack(name, folder));

    NpyFile.write(folder.resolve("again.npy"), array);

    byte[] written = Files.readAllBytes(folder.resolve("again.npy"));
    String rows = name.replace("columns-", "").replace("big", "little").replace("F.npy", "C.npy");
    if (!rows.equals(name) && name.contains("big")) { // drawn anew for each byte order
      assertThat(NpyFile.read(folder.resolve("again.npy")).doubles()).isEqualTo(array.doubles());
      assertThat(Arrays.copyOf(written, 128))
          .isEqualTo(Arrays.copyOf(golden.files().get(rows), 128));
    } else {
      assertThat(written).isEqualTo(golden.files().get(rows));
    }
  }

  @Test
  void rows_areReadAlone() throws Exception {
    GoldenFiles golden = GoldenFiles.open("weights/arrays.zip");
    for (String name : List.of("f4little.npy", "columns-f8big.npy", "i2big.npy")) {
      WeightArray array = NpyFile.read(golden.unpack(name, folder));
      float[] all = array.tensor().data();

      Tensor second = array.rows(1, 1);

      assertThat(second.shape()).isEqualTo(Shape.of(1, 3, 4));
      assertThat(second.data()).isEqualTo(Arrays.copyOfRange(all, 12, 24));
      assertThatThrownBy(() -> array.rows(1, 2))
          .hasMessage("An array of shape (2, 3, 4) has no 2 rows from row 1 on");
    }
  }

  @Test
  void largeArray_isMapped() throws Exception {
    Path file = folder.resolve("large.npy");
    NpyFile.write(file, WeightArray.of(Tensor.zeros(1, 1)));
    byte[] header = Arrays.copyOf(Files.readAllBytes(file), 128);
    String text = new String(header, StandardCharsets.ISO_8859_1);
    byte[] grown = text.replace("(1, 1)", "(1000000, 1000)").getBytes(StandardCharsets.ISO_8859_1);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.write(grown, 0, 128);
      raw.seek(128 + 4L * (999_999L * 1000 + 7));
      raw.write(new byte[] {0, 0, (byte) 0x80, 0x3f});
      raw.setLength(128 + 4_000_000_000L); // a hole: it takes no place on the disk
    }

    WeightArray array = NpyFile.read(file);

    assertThat(array.shape()).isEqualTo(Shape.of(1_000_000, 1000));
    assertThat(array.rows(999_999, 1).data()[7]).isEqualTo(1f);
    assertThat(array.rows(500_000, 2).data()).containsOnly(0f);
  }

  @Test
  void all_roundTrips() throws Exception {
    Weights weights =
        WeightFile.read(GoldenFiles.open("weights/arrays.zip").unpack("all.safetensors", folder));
    assertThat(weights.metadata()).isEqualTo(Map.of("format", "np", "sprache", "ünï"));

    SafetensorsFile.write(folder.resolve("again.safetensors"), weights);
    NpzFile.write(folder.resolve("again.npz"), weights);

    JsonNode expected = GoldenFiles.open("weights/arrays.zip").expected().path("all.safetensors");
    Weights again = SafetensorsFile.read(folder.resolve("again.safetensors"));
    assertThat(again.metadata()).isEqualTo(weights.metadata());
    assertThat(again.arrays().keySet()).containsExactlyElementsOf(weights.arrays().keySet());
    requireEqual(again, expected);
    requireEqual(WeightFile.read(folder.resolve("again.npz")), expected);
  }

  @Test
  void brainFloats_areReadAndKept() throws Exception {
    WeightArray brain =
        WeightArray.of(
            DType.BFLOAT16, Shape.of(3), new byte[] {(byte) 0x80, 0x3f, 0x20, (byte) 0xc0, 0, 0});

    SafetensorsFile.write(folder.resolve("b.safetensors"), new Weights(Map.of("b", brain)));
    NpyFile.write(folder.resolve("b.npy"), brain);

    WeightArray read =
        requireNonNull(SafetensorsFile.read(folder.resolve("b.safetensors")).arrays().get("b"));
    assertThat(read.dtype()).isEqualTo(DType.BFLOAT16);
    assertThat(read.tensor().data()).containsExactly(1, -2.5f, 0);
    assertThat(NpyFile.read(folder.resolve("b.npy")).dtype()).isEqualTo(DType.FLOAT32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), } -> holds Python objects ('|O')",
        "{'descr': '<U3', 'fortran_order': False, 'shape': (1,), } -> holds values of type '<U3'",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), } -> holds values of type '<c8'",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), } -> holds records",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9,), } -> promises FLOAT32(9,), 36 bytes, and holds 8",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), } -> absurd sizes",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), } -> no dict of simple values",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), } -> no dict of simple values",
        "{'descr': '<f4', 'shape': (1,), } -> must have descr, fortran_order and shape",
        "{'descr': exec('1'), 'shape': (1,), } -> no dict of simple values",
        "nonsense -> must have a Python dict as its header",
      })
  void npyHeader_isRefusedByName(String headerAndMessage) throws Exception {
    String[] parts = headerAndMessage.split(" -> ", 2);
    byte[] header = parts[0].getBytes(StandardCharsets.UTF_8);
    ByteBuffer content = ByteBuffer.allocate(10 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    content.put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    content.putShort((short) header.length).put(header);
    Path file = Files.write(folder.resolve("x.npy"), content.array());

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(parts[1]);
  }

  @Test
  void longNpyHeader_isNotRead() throws Exception {
    byte[] content =
        "\u0093NUMPY\2\0\u00ff\u00ff\u00ff\u007f".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("x.npy"), content);

    assertThatThrownBy(() -> WeightFile.read(file))
        .hasMessage(file + " has a header of 2147483647 bytes; NumPy takes at most 10000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} -> has arrays that overlap at byte 4 of its data",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} -> has bytes that belong to no array, from byte 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} -> has 4 bytes after its last array",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}} -> within the 8 bytes after the header",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} -> must have 8 bytes for FLOAT32(2,) 'a'",
        "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}} -> as numbers of type 'F8_E4M3'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} -> absurd sizes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}} -> absurd sizes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}} -> must say dtype, shape and data_offsets of 'a'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{}} -> Duplicate field 'a'",
        "{\"__metadata__\":{\"a\":1}} -> an object of texts for '__metadata__'",
        "{\"a\":[]} -> must have an object for 'a'",
        "{} {} -> more in its header than one JSON object",
        "{\"a\": -> has a header that is no JSON",
      })
  void safetensorsHeader_isRefusedByName(String headerAndMessage) throws Exception {
    String[] parts = headerAndMessage.split(" -> ", 2);
    byte[] header = parts[0].getBytes(StandardCharsets.UTF_8);
    ByteBuffer content = ByteBuffer.allocate(8 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    content.putLong(header.length).put(header);
    Path file = Files.write(folder.resolve("x.safetensors"), content.array());

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(parts[1]);
  }

  @Test
  void otherFile_isNamed() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty"));
    Path text = Files.writeString(folder.resolve("text"), "Hello");

    assertThatThrownBy(() -> WeightFile.read(empty)).hasMessage(empty + " is empty");
    assertThatThrownBy(() -> WeightFile.read(text))
        .hasMessageContaining("is no file of weights")
        .hasMessageEndingWith("It begins with the bytes 48 65 6c 6c 6f");
    assertThatThrownBy(() -> WeightFile.read(folder))
        .hasMessage(folder + " is a folder, not a file of weights");
    assertThatThrownBy(() -> WeightFile.read(folder.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  /** Lengths that begin like a pickle, a zip archive, and .npy's first letters. */
  @ParameterizedTest
  @ValueSource(ints = {0x80, 0x280, 0x4b50, 0x4e93})
  void headerOfAnyLength_isOfSafetensors(int length) throws Exception {
    byte[] content = new byte[8 + length];
    Arrays.fill(content, (byte) ' ');
    content[8] = '{';
    content[9] = '}';
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Path file = Files.write(folder.resolve("x.safetensors"), content);

    assertThat(WeightFile.read(file).arrays()).isEmpty();
  }

  @Test
  void fileThatShrank_isNamed() throws Exception {
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    arrays.put("a", WeightArray.of(Tensor.zeros(100)));
    Path file = folder.resolve("x.safetensors");
    SafetensorsFile.write(file, new Weights(arrays));
    Weights weights = WeightFile.read(file);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));

    assertThatThrownBy(weights::tensors).hasMessage(file + " ends before its numbers do");
  }
}
