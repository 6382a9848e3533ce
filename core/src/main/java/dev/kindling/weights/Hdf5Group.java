package dev.kindling.weights;

import static dev.kindling.weights.WeightFileException.quoted;

import dev.kindling.tensor.Shape;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OpaqueDataType;
import io.jhdf.object.datatype.OrderedDataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of an HDF5 file with all that is below it.
 *
 * @param groups by name
 * @param arrays by name
 * @param texts attributes of one text or a list of texts, by name
 */
record Hdf5Group(
    Map<String, Hdf5Group> groups,
    Map<String, WeightArray> arrays,
    Map<String, List<String>> texts) {

  /** The group below this one under some names, or null. */
  @Nullable Hdf5Group group(String path) {
    Hdf5Group group = this;
    for (String name : path.split("/", -1)) {
      group = group == null ? null : group.groups.get(name);
    }
    return group;
  }

  /** The array below this group under some names, or null. */
  @Nullable WeightArray array(String path) {
    int slash = path.lastIndexOf('/');
    Hdf5Group group = slash < 0 ? this : group(path.substring(0, slash));
    return group == null ? null : group.arrays.get(path.substring(slash + 1));
  }

  /** A list of texts, which Keras cuts into several attributes if it is long. */
  List<String> list(String name) {
    List<String> whole = texts.get(name);
    if (whole != null) {
      return whole;
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; texts.get(name + i) != null; i++) {
      parts.addAll(texts.getOrDefault(name + i, List.of()));
    }
    return parts;
  }

  /** The only text of an attribute, or null. */
  @Nullable String text(String name) {
    List<String> list = texts.get(name);
    return list == null || list.size() != 1 ? null : list.get(0);
  }

  /** Reads a whole file but for the numbers of its arrays. */
  static Hdf5Group read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > Integer.MAX_VALUE - 16) {
      throw new WeightFileException(
          "has %d bytes; of HDF5 files at most %d are read"
              .formatted(size, Integer.MAX_VALUE - 16));
    }
    // In a buffer, since jHDF then takes no memory for lengths that a damaged file claims.
    try (HdfFile hdf = BoundedStorage.open(buffer(file, size))) {
      return new Reader(file, size, hdf.getUserBlockSize()).group(hdf, 0);
    } catch (RuntimeException
        | StackOverflowError
        | OutOfMemoryError e) { // all that damage leads to
      throw new WeightFileException("is a damaged HDF5 file: " + reason(e));
    }
  }

  private static ByteBuffer buffer(Path file, long size) throws IOException {
    if (size < Bytes.OfFile.MAPPED) {
      return ByteBuffer.wrap(Files.readAllBytes(file));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(MapMode.READ_ONLY, 0, size);
    }
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  private static final class Reader {

    private static final int DEEPEST = 64;
    private static final int MOST_NODES = 200_000;
    private static final int MOST_TEXT_BYTES = 16 << 20;

    /** Numbers that do not lie in the file as they are must be held. */
    private final long mostHeld;

    private final Path file;
    private final long size;
    private final long userBlock;
    private int nodes;
    private long held;
    private long textBytes;

    Reader(Path file, long size, long userBlock) {
      this.file = file;
      this.size = size;
      this.userBlock = userBlock;
      this.mostHeld = (32 << 20) + 20 * size;
    }

    Hdf5Group group(Group group, int depth) throws WeightFileException {
      if (depth > DEEPEST) {
        throw new WeightFileException("has groups within groups without end");
      }
      Map<String, Hdf5Group> groups = new LinkedHashMap<>();
      Map<String, WeightArray> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
        String name = child.getKey();
        if (++nodes > MOST_NODES) {
          throw new WeightFileException("has more than %d groups and arrays".formatted(MOST_NODES));
        }
        if (child.getValue().isLink()) {
          throw new WeightFileException(
              "has a link, %s, to elsewhere; it is not followed".formatted(quoted(name)));
        }
        if (child.getValue() instanceof Group inner) {
          groups.put(name, group(inner, depth + 1));
        } else if (child.getValue() instanceof Dataset dataset) {
          array(name, dataset, arrays);
        }
      }
      return new Hdf5Group(groups, arrays, texts(group));
    }

    private Map<String, List<String>> texts(Node node) throws WeightFileException {
      Map<String, List<String>> texts = new LinkedHashMap<>();
      for (Map.Entry<String, Attribute> attribute : node.getAttributes().entrySet()) {
        Attribute value = attribute.getValue();
        boolean text =
            value.getDataType() instanceof StringData
                || (value.getDataType() instanceof VariableLength list
                    && list.isVariableLengthString());
        if (text && !value.isEmpty()) {
          textBytes += Math.max(value.getSize() * 8, value.getSizeInBytes());
          if (textBytes > MOST_TEXT_BYTES || textBytes < 0) {
            throw new WeightFileException(
                "has more than %d bytes of texts".formatted(MOST_TEXT_BYTES));
          }
          Object data = value.getData();
          if (data instanceof String one) {
            texts.put(attribute.getKey(), List.of(one));
          } else if (data instanceof String[] several) {
            texts.put(attribute.getKey(), List.of(several));
          }
        }
      }
      return texts;
    }

    /** Arrays of other things than numbers are passed over. */
    private void array(String name, Dataset dataset, Map<String, WeightArray> arrays)
        throws WeightFileException {
      DType dtype = dtype(dataset);
      if (dtype == null) {
        return;
      }
      Shape shape = WeightArray.shape(name, dataset.getDimensionsAsLong());
      if (shape.elements() == 0) {
        arrays.put(name, WeightArray.of(dtype, shape, new byte[0]));
      } else if (dataset instanceof ContiguousDataset lying && !dataset.isEmpty()) {
        arrays.put(name, lying(name, lying, dtype, shape));
      } else {
        arrays.put(name, held(name, dataset, dtype, shape));
      }
    }

    private static @Nullable DType dtype(Dataset dataset) {
      DataType type = dataset.getDataType();
      if (type instanceof FloatingPoint) {
        boolean brain = type.getSize() == 2 && brain(dataset);
        return switch (type.getSize()) {
          case 2 -> brain ? DType.BFLOAT16 : DType.FLOAT16;
          case 4 -> DType.FLOAT32;
          case 8 -> DType.FLOAT64;
          default -> null;
        };
      }
      if (type instanceof OpaqueDataType && type.getSize() == 2 && brain(dataset)) {
        return DType.BFLOAT16;
      }
      if (type instanceof EnumDataType && type.getSize() == 1) {
        return DType.BOOL;
      }
      if (type instanceof FixedPoint whole) {
        return switch (type.getSize()) {
          case 1 -> whole.isSigned() ? DType.INT8 : DType.UINT8;
          case 2 -> whole.isSigned() ? DType.INT16 : DType.UINT16;
          case 4 -> whole.isSigned() ? DType.INT32 : DType.UINT32;
          case 8 -> whole.isSigned() ? DType.INT64 : DType.UINT64;
          default -> null;
        };
      }
      return null;
    }

    /** Keras says so in an attribute, HDF5 having no such type. */
    private static boolean brain(Dataset dataset) {
      Attribute dtype = dataset.getAttributes().get("dtype");
      return dtype != null && dtype.isScalar() && "bfloat16".equals(dtype.getData());
    }

    private WeightArray lying(String name, ContiguousDataset dataset, DType dtype, Shape shape)
        throws WeightFileException {
      long start = userBlock + dataset.getDataAddress();
      long length = shape.elements() * dtype.bytes();
      if (start < 0 || start > size - length) {
        throw new WeightFileException(
            "promises %d bytes for %s and ends before them".formatted(length, quoted(name)));
      }
      ByteOrder order =
          dataset.getDataType() instanceof OrderedDataType ordered
              ? ordered.getByteOrder()
              : ByteOrder.LITTLE_ENDIAN;
      return WeightArray.rowMajor(dtype, shape, new Bytes.OfFile(file, start, length), order);
    }

    /** Numbers in chunks, perhaps compressed. */
    private WeightArray held(String name, Dataset dataset, DType dtype, Shape shape)
        throws WeightFileException {
      held += shape.elements() * Math.max(dtype.bytes(), Float.BYTES);
      if (held > mostHeld) {
        throw new WeightFileException(
            "promises more than %d bytes of compressed numbers".formatted(mostHeld));
      }
      boolean floats = dtype == DType.FLOAT16 || dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
      Object flat = floats ? dataset.getDataFlat() : null;
      DType given = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
      int count = flat == null || !flat.getClass().isArray() ? -1 : Array.getLength(flat);
      if (count != shape.elements()) {
        throw new WeightFileException(
            "has %s as %s in chunks; floats are read there".formatted(quoted(name), dtype));
      }
      ByteBuffer bytes = ByteBuffer.allocate(count * given.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      if (flat instanceof double[] doubles) {
        bytes.asDoubleBuffer().put(doubles);
      } else if (flat instanceof float[] singles) {
        bytes.asFloatBuffer().put(singles);
      }
      return WeightArray.of(given, shape, bytes.array());
    }
  }
}
