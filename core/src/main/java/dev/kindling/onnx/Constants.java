package dev.kindling.onnx;

import dev.kindling.onnx.schema.StringStringEntryProto;
import dev.kindling.onnx.schema.TensorProto;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constants of a file (its initializers and Constant nodes) by name, in the file's order. One
 * is decoded only when a node needs it, so that those of kinds unknown to Kindling may lie unused.
 */
final class Constants {

  /** More axes than any operator here takes. */
  private static final int MOST_AXES = 8;

  private final Map<String, TensorProto> byName = new LinkedHashMap<>();

  void add(String name, TensorProto tensor) throws MalformedModelException {
    if (name.isEmpty()) {
      throw new MalformedModelException("has weights without a name");
    }
    if (byName.put(name, tensor) != null) {
      throw new MalformedModelException("has two sets of weights named " + Wording.quoted(name));
    }
  }

  boolean contains(String name) {
    return byName.containsKey(name);
  }

  Set<String> names() {
    return byName.keySet();
  }

  /** The sizes of a constant, or null if there is none of that name. */
  @Nullable Shape shape(String name) throws UnreadableModelException {
    TensorProto tensor = byName.get(name);
    return tensor == null ? null : shape(name, tensor);
  }

  /** The numbers of a constant of 32-bit floats. */
  Tensor floats(String name) throws UnreadableModelException {
    TensorProto tensor = inside(name);
    requireType(name, tensor, DataTypes.FLOAT);
    Shape shape = shape(name, tensor);
    int count = Math.toIntExact(shape.elements());
    float[] values = new float[sized(name, tensor, count, tensor.getFloatDataCount(), Float.BYTES)];
    if (tensor.hasRawData()) {
      raw(tensor).asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < count; i++) {
        values[i] = tensor.getFloatData(i);
      }
    }
    return Tensor.of(shape, values);
  }

  /** The one number of a constant; of a 32-bit float, the number as it is written in decimals. */
  double scalar(String name) throws UnreadableModelException {
    TensorProto tensor = inside(name);
    if (shape(name, tensor).elements() != 1) {
      throw new MalformedModelException(
          "must have one number in %s. Received: %s"
              .formatted(Wording.quoted(name), shape(name, tensor)));
    }
    if (tensor.getDataType() == DataTypes.FLOAT) {
      return Double.parseDouble(Float.toString(floats(name).data()[0]));
    }
    requireType(name, tensor, DataTypes.DOUBLE);
    sized(name, tensor, 1, tensor.getDoubleDataCount(), Double.BYTES);
    return tensor.hasRawData() ? raw(tensor).getDouble() : tensor.getDoubleData(0);
  }

  /** The whole numbers of a constant list. */
  long[] integers(String name) throws UnreadableModelException {
    TensorProto tensor = inside(name);
    requireType(name, tensor, DataTypes.INT64);
    int count = Math.toIntExact(shape(name, tensor).elements());
    long[] values = new long[sized(name, tensor, count, tensor.getInt64DataCount(), Long.BYTES)];
    if (tensor.hasRawData()) {
      raw(tensor).asLongBuffer().get(values);
    } else {
      for (int i = 0; i < count; i++) {
        values[i] = tensor.getInt64Data(i);
      }
    }
    return values;
  }

  private TensorProto inside(String name) throws UnreadableModelException {
    TensorProto tensor = byName.get(name);
    if (tensor == null) {
      throw new UnsupportedModelException(
          "computes %s, which must be a constant".formatted(Wording.quoted(name)));
    }
    if (tensor.getDataLocation() != 0 || tensor.getExternalDataCount() > 0) {
      throw new UnsupportedModelException(
          "keeps the weights %s in another file%s; Kindling reads models that are one file"
              .formatted(Wording.quoted(name), location(tensor.getExternalDataList())));
    }
    return tensor;
  }

  private static String location(List<StringStringEntryProto> externalData) {
    return externalData.stream()
        .filter(entry -> entry.getKey().equals("location"))
        .map(entry -> ", " + Wording.quoted(entry.getValue()))
        .findFirst()
        .orElse("");
  }

  private static void requireType(String name, TensorProto tensor, int type)
      throws UnsupportedModelException {
    if (tensor.getDataType() != type) {
      throw new UnsupportedModelException(
          "has %s as numbers of type %s; Kindling reads %s there"
              .formatted(
                  Wording.quoted(name),
                  DataTypes.name(tensor.getDataType()),
                  DataTypes.name(type)));
    }
  }

  private static Shape shape(String name, TensorProto tensor) throws MalformedModelException {
    List<Long> dims = tensor.getDimsList();
    long elements = 1;
    for (long dim : dims) {
      if (dims.size() > MOST_AXES || dim < 1 || dim > Integer.MAX_VALUE / elements) {
        throw new MalformedModelException(
            "has the weights %s with absurd sizes: %s"
                .formatted(
                    Wording.quoted(name),
                    dims.size() > MOST_AXES ? dims.size() + " axes" : dims.toString()));
      }
      elements *= dim;
    }
    return Shape.of(dims.stream().mapToInt(Long::intValue).toArray());
  }

  /** Gives back {@code count} once it is sure that the file really holds so many numbers. */
  private static int sized(String name, TensorProto tensor, int count, int typed, int bytes)
      throws MalformedModelException {
    long raw = tensor.getRawData().size();
    boolean fits = tensor.hasRawData() ? typed == 0 && raw == (long) count * bytes : typed == count;
    if (!fits) {
      throw new MalformedModelException(
          "promises %d numbers for %s and holds %s"
              .formatted(
                  count,
                  Wording.quoted(name),
                  tensor.hasRawData() ? raw + " bytes" : String.valueOf(typed)));
    }
    return count;
  }

  private static ByteBuffer raw(TensorProto tensor) {
    return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
