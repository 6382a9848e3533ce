package dev.kindling.weights;

import static dev.kindling.weights.WeightFileException.quoted;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.kindling.files.AtomicFile;
import dev.kindling.tensor.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of named arrays, {@code .safetensors}: a length, a header in JSON, the numbers. Arrays
 * that overlap and bytes that belong to none are refused, as is a header of more than 32 MiB.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class SafetensorsFile {

  private static final int LONGEST_HEADER = 32 << 20;
  private static final String METADATA = "__metadata__";

  private static final Map<String, DType> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("BOOL", DType.BOOL);
    TYPES.put("BF16", DType.BFLOAT16);
    for (DType type : DType.values()) {
      if (type != DType.BOOL && type != DType.BFLOAT16) {
        TYPES.put(type.name().charAt(0) + Integer.toString(type.bytes() * 8), type);
      }
    }
  }

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SafetensorsFile() {}

  /**
   * Reads the file's header.
   *
   * @throws WeightFileException if the file is no .safetensors file, a broken one, or has numbers
   *     of an unknown kind
   * @throws IOException if it is missing or cannot be read
   */
  public static Weights read(Path file) throws IOException {
    return WeightFileException.naming(
        file,
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            byte[] start = in.readNBytes(Long.BYTES);
            if (start.length < Long.BYTES) {
              throw new WeightFileException(
                  "is not a .safetensors file: it has only %d bytes".formatted(size));
            }
            long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (length < 2 || length > Math.min(LONGEST_HEADER, size - Long.BYTES)) {
              throw new WeightFileException(
                  "is not a .safetensors file: its first 8 bytes must be the header's length, at most %d. Received: %s"
                      .formatted(
                          Math.min(LONGEST_HEADER, size - Long.BYTES),
                          Long.toUnsignedString(length)));
            }
            return new Reader(file, Long.BYTES + length, size).header(in.readNBytes((int) length));
          }
        });
  }

  private static final class Reader {

    private final Path file;
    private final long data;
    private final long size;
    private final Map<String, WeightArray> arrays = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<long[]> places = new ArrayList<>();

    Reader(Path file, long data, long size) {
      this.file = file;
      this.data = data;
      this.size = size;
    }

    Weights header(byte[] text) throws IOException {
      if (text[0] != '{') {
        throw new WeightFileException("must have a header that begins with {");
      }
      try (JsonParser json = JSON.createParser(utf8(text))) {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          if (name.equals(METADATA)) {
            metadata(json);
          } else {
            arrays.put(name, array(name, json));
          }
        }
        if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
          throw new WeightFileException("has more in its header than one JSON object");
        }
      } catch (JsonProcessingException e) {
        throw new WeightFileException("has a header that is no JSON: " + e.getOriginalMessage());
      } catch (CharacterCodingException e) {
        throw new WeightFileException("has a header that is no UTF-8");
      }
      requireWhole();
      return new Weights(arrays, metadata);
    }

    /** Not left to the parser, which would guess at UTF-16 and UTF-32. */
    private static InputStreamReader utf8(byte[] text) {
      return new InputStreamReader(
          new ByteArrayInputStream(text), StandardCharsets.UTF_8.newDecoder());
    }

    private void metadata(JsonParser json) throws IOException {
      require(json, JsonToken.START_OBJECT, METADATA, "an object of texts");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        require(json, JsonToken.VALUE_STRING, METADATA, "an object of texts");
        metadata.put(key, json.getText());
      }
    }

    private WeightArray array(String name, JsonParser json) throws IOException {
      require(json, JsonToken.START_OBJECT, name, "an object");
      DType dtype = null;
      Shape shape = null;
      long[] place = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "dtype" -> dtype = type(name, json);
          case "shape" -> shape = WeightArray.shape(name, numbers(name, json));
          case "data_offsets" -> place = numbers(name, json);
          default ->
              throw new WeightFileException(
                  "has the unknown key %s for %s".formatted(quoted(key), quoted(name)));
        }
      }
      if (dtype == null || shape == null || place == null) {
        throw new WeightFileException("must say dtype, shape and data_offsets of " + quoted(name));
      }
      return WeightArray.rowMajor(
          dtype, shape, bytes(name, dtype, shape, place), ByteOrder.LITTLE_ENDIAN);
    }

    private static DType type(String name, JsonParser json) throws IOException {
      require(json, JsonToken.VALUE_STRING, name, "a dtype in quotes");
      DType type = TYPES.get(json.getText());
      if (type == null) {
        throw new WeightFileException(
            "has %s as numbers of type %s; those of type %s are read"
                .formatted(quoted(name), quoted(json.getText()), TYPES.keySet()));
      }
      return type;
    }

    private static long[] numbers(String name, JsonParser json) throws IOException {
      require(json, JsonToken.START_ARRAY, name, "lists of whole numbers");
      long[] numbers = new long[0];
      while (json.nextToken() != JsonToken.END_ARRAY) {
        require(json, JsonToken.VALUE_NUMBER_INT, name, "lists of whole numbers");
        numbers = Arrays.copyOf(numbers, numbers.length + 1);
        numbers[numbers.length - 1] =
            json.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : json.getLongValue();
        if (numbers.length > 64) {
          throw new WeightFileException("has %s with more than 64 axes".formatted(quoted(name)));
        }
      }
      return numbers;
    }

    private Bytes bytes(String name, DType dtype, Shape shape, long[] place)
        throws WeightFileException {
      long length = shape.elements() * dtype.bytes();
      if (place.length != 2
          || place[0] < 0
          || place[1] > size - data
          || place[1] - place[0] != length) {
        throw new WeightFileException(
            "must have %d bytes for %s%s %s within the %d bytes after the header. Received data_offsets: %s"
                .formatted(
                    length, dtype, shape, quoted(name), size - data, Arrays.toString(place)));
      }
      places.add(place);
      return new Bytes.OfFile(file, data + place[0], length);
    }

    /** No byte may belong to two arrays or to none. */
    private void requireWhole() throws WeightFileException {
      places.sort(
          Comparator.<long[]>comparingLong(place -> place[0]).thenComparing(place -> place[1]));
      long end = 0;
      for (long[] place : places) {
        if (place[0] != end) {
          throw new WeightFileException(
              place[0] < end
                  ? "has arrays that overlap at byte %d of its data".formatted(place[0])
                  : "has bytes that belong to no array, from byte %d of its data on"
                      .formatted(end));
        }
        end = place[1];
      }
      if (end != size - data) {
        throw new WeightFileException(
            "has %d bytes after its last array".formatted(size - data - end));
      }
    }

    private static void require(JsonParser json, JsonToken token, String name, String expected)
        throws IOException {
      if (json.currentToken() != token) {
        throw new WeightFileException(
            "must have %s for %s in its header".formatted(expected, quoted(name)));
      }
    }
  }

  /**
   * Writes arrays and metadata. The header keeps the order of the arrays; the numbers of wide kinds
   * lie before those of narrow ones, so that all are aligned.
   *
   * @throws IOException if that fails; the file is then as it was before
   */
  public static void write(Path file, Weights weights) throws IOException {
    List<Map.Entry<String, WeightArray>> stored = new ArrayList<>(weights.arrays().entrySet());
    stored.sort(Comparator.comparingInt(entry -> -entry.getValue().dtype().bytes()));
    Map<String, Long> starts = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, WeightArray> array : stored) {
      starts.put(array.getKey(), end);
      end += array.getValue().size();
    }
    byte[] header = header(weights, starts);
    AtomicFile.write(
        file,
        out -> {
          ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          out.write(length.putLong(header.length).array());
          out.write(header);
          for (Map.Entry<String, WeightArray> array : stored) {
            array.getValue().writeTo(out);
          }
        });
  }

  private static byte[] header(Weights weights, Map<String, Long> starts) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      if (!weights.metadata().isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> entry : weights.metadata().entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      for (Map.Entry<String, WeightArray> entry : weights.arrays().entrySet()) {
        WeightArray array = entry.getValue();
        long start = starts.getOrDefault(entry.getKey(), 0L);
        json.writeObjectFieldStart(entry.getKey());
        json.writeStringField("dtype", name(array.dtype()));
        json.writeFieldName("shape");
        json.writeArray(array.shape().toArray(), 0, array.shape().rank());
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {start, start + array.size()}, 0, 2);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    while (text.size() % Long.BYTES != 0) {
      text.write(' ');
    }
    return text.toByteArray();
  }

  private static String name(DType dtype) {
    return TYPES.entrySet().stream()
        .filter(type -> type.getValue() == dtype)
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
