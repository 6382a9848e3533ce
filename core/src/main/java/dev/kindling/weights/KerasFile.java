package dev.kindling.weights;

import static dev.kindling.weights.WeightFileException.quoted;

import dev.kindling.files.AtomicFile;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keras's file of weights, {@code .h5}: the layout of 2016, where layers are listed with their
 * arrays ({@code first_try.h5}), and today's, where a layer's place follows from its kind ({@code
 * .weights.h5}). A whole model of Keras 2 is read for its weights.
 */
public final class KerasFile {

  private KerasFile() {}

  /**
   * Reads all arrays, by their paths in the file: {@code conv2d/conv2d/kernel:0} in the layout of
   * 2016, {@code layers/conv2d/vars/0} in today's.
   *
   * @throws WeightFileException if the file is no HDF5 file, a broken one, or has no weights of
   *     Keras's
   * @throws IOException if it is missing or cannot be read
   */
  public static Weights read(Path file) throws IOException {
    return WeightFileException.naming(
        file,
        () -> {
          Hdf5Group root = root(file);
          Map<String, WeightArray> arrays = new LinkedHashMap<>();
          if (ListedLayers.isIn(root)) {
            for (ListedLayers.Listed layer : ListedLayers.read(root)) {
              layer.arrays().forEach((name, array) -> arrays.put(layer.name() + "/" + name, array));
            }
          } else {
            collect("", root, arrays);
          }
          return new Weights(arrays);
        });
  }

  /** How many numbers a file has, as far as its size lets that be believed. */
  static long numbers(Path file) throws IOException {
    long numbers =
        read(file).arrays().values().stream().mapToLong(array -> array.shape().elements()).sum();
    return Math.min(numbers, (1 << 24) + 5 * Files.size(file));
  }

  private static void collect(String path, Hdf5Group group, Map<String, WeightArray> arrays) {
    group.arrays().forEach((name, array) -> arrays.put(path + name, array));
    group.groups().forEach((name, inner) -> collect(path + name + "/", inner, arrays));
  }

  /**
   * Finds what a model needs, by order: in the layout of 2016 layers with weights follow each other
   * as in the model; in today's each kind of layer does.
   *
   * @param layers the model's, with arrays of the shapes that are needed
   */
  public static KerasReading readFor(List<KerasLayer> layers, Path file) throws IOException {
    return WeightFileException.naming(
        file,
        () -> {
          Hdf5Group root = root(file);
          return ListedLayers.isIn(root)
              ? ListedLayers.byOrder(ListedLayers.read(root), layers)
              : PlacedLayers.byOrder(root, layers);
        });
  }

  /**
   * Finds what a model needs, by the names of its layers. Layers of the file with other names are
   * not looked at.
   *
   * @param layers the model's, with arrays of the shapes that are needed
   */
  public static KerasReading readByName(List<KerasLayer> layers, Path file) throws IOException {
    return WeightFileException.naming(
        file,
        () -> {
          Hdf5Group root = root(file);
          return ListedLayers.isIn(root)
              ? ListedLayers.byName(ListedLayers.read(root), layers)
              : PlacedLayers.byName(root, layers);
        });
  }

  private static Hdf5Group root(Path file) throws IOException {
    Hdf5Group root = Hdf5Group.read(file);
    Hdf5Group model = root.group("model_weights");
    Hdf5Group weights = model == null ? root : model;
    if (!ListedLayers.isIn(weights) && !PlacedLayers.isIn(weights)) {
      throw new WeightFileException(
          "is an HDF5 file, but has no weights of Keras's: neither the attribute layer_names nor a"
              + " group layers. It has "
              + quoted(String.join(", ", weights.groups().keySet())));
    }
    return weights;
  }

  /**
   * Writes today's layout, which {@code model.load_weights("x.weights.h5")} reads in Keras 3.
   *
   * @throws IOException if that fails; the file is then as it was before
   */
  public static void write(Path file, List<KerasLayer> layers) throws IOException {
    AtomicFile.replace(file, part -> fill(part, root -> PlacedLayers.write(root, layers)));
  }

  /**
   * Writes the layout of 2016, which {@code model.load_weights("x.h5")} reads in every Keras.
   *
   * @throws IOException if that fails; the file is then as it was before
   */
  public static void writeListed(Path file, List<KerasLayer> layers) throws IOException {
    AtomicFile.replace(file, part -> fill(part, root -> ListedLayers.write(root, layers)));
  }

  private interface Content {
    void writeTo(Hdf5Writer root) throws IOException;
  }

  private static void fill(Path part, Content content) throws IOException {
    try (Hdf5Writer root = new Hdf5Writer(part)) {
      content.writeTo(root);
    } catch (HdfException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What is wrong between an array of a file and the model's, or nothing. */
  static void fit(
      String path,
      WeightArray found,
      KerasVariable needed,
      Map<String, WeightArray> weights,
      List<String> unfit)
      throws WeightFileException {
    if (found.shape().equals(needed.array().shape())) {
      weights.put(path, found);
    } else {
      unfit.add(
          "%s has the shape %s in the file; the model's is %s"
              .formatted(path, found.shape(), needed.array().shape()));
    }
  }
}
