package dev.kindling.weights;

import dev.kindling.tensor.Shape;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A group of an HDF5 file that is being written; closing the file's own writes it. */
final class Hdf5Writer implements AutoCloseable {

  private final WritableGroup group;
  private final @Nullable WritableHdfFile file;
  private final Map<String, Hdf5Writer> groups = new LinkedHashMap<>();
  private boolean hasArrays;

  Hdf5Writer(Path path) {
    this.file = HdfFile.write(path);
    this.group = file;
  }

  private Hdf5Writer(WritableGroup group) {
    this.group = group;
    this.file = null;
  }

  /** The group of that name below this one, made if need be. */
  Hdf5Writer group(String name) {
    return groups.computeIfAbsent(name, given -> new Hdf5Writer(group.putGroup(given)));
  }

  /** Puts an array, as 32-bit floats, under some names below this group. */
  void array(String path, WeightArray array) throws IOException {
    int slash = path.indexOf('/');
    if (slash >= 0) {
      group(path.substring(0, slash)).array(path.substring(slash + 1), array);
    } else {
      hasArrays = true;
      float[] floats = array.tensor().data();
      group.putDataset(path, array.shape().rank() == 0 ? floats[0] : nested(floats, array.shape()));
    }
  }

  /** An array of arrays, as jHDF wants it. */
  private static Object nested(float[] floats, Shape shape) {
    return nested(floats, shape.toArray(), 0, 0);
  }

  private static Object nested(float[] floats, int[] sizes, int axis, int from) {
    if (axis == sizes.length - 1) {
      return Arrays.copyOfRange(floats, from, from + sizes[axis]);
    }
    int step = 1;
    int[] below = Arrays.copyOfRange(sizes, axis + 1, sizes.length);
    for (int size : below) {
      step *= size;
    }
    int[] zero = new int[below.length];
    Object inner = Array.newInstance(float.class, zero);
    Object outer = Array.newInstance(inner.getClass(), sizes[axis]);
    for (int i = 0; i < sizes[axis]; i++) {
      Array.set(outer, i, nested(floats, sizes, axis + 1, from + i * step));
    }
    return outer;
  }

  void text(String name, String text) {
    group.putAttribute(name, text);
  }

  /** An empty list is left out: HDF5 needs a length for its texts, and Keras reads it as empty. */
  void texts(String name, List<String> texts) {
    if (!texts.isEmpty()) {
      group.putAttribute(name, texts.toArray(String[]::new));
    }
  }

  /**
   * Puts a number into groups that have nothing. jHDF ends a file by a note that it writes behind
   * the last array, over whatever groups without arrays lie there.
   */
  private void fillEmptyGroups() {
    groups.values().forEach(Hdf5Writer::fillEmptyGroups);
    if (groups.isEmpty() && !hasArrays) {
      group.putDataset("nothing", new float[1]);
    }
  }

  @Override
  public void close() {
    if (file != null) {
      fillEmptyGroups();
      boolean stopped = Thread.interrupted(); // channels fail in a thread that was asked to stop
      try {
        file.close();
      } finally {
        if (stopped) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
