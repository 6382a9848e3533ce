package dev.kindling.weights;

import static dev.kindling.weights.WeightFileException.quoted;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keras's layout of 2016: layers, and the arrays of each, are listed by name in attributes. */
final class ListedLayers {

  /** HDF5 takes no longer attributes; Keras cuts lists there. */
  private static final int LONGEST_ATTRIBUTE = 64_512;

  private static final String LAYERS = "layer_names";
  private static final String ARRAYS = "weight_names";

  private ListedLayers() {}

  /** A layer of the file, with its arrays in order. */
  record Listed(String name, Map<String, WeightArray> arrays) {}

  static boolean isIn(Hdf5Group root) {
    return !root.list(LAYERS).isEmpty();
  }

  static List<Listed> read(Hdf5Group root) throws WeightFileException {
    List<Listed> layers = new ArrayList<>();
    for (String name : root.list(LAYERS)) {
      Hdf5Group group = root.group(name);
      if (group == null) {
        throw new WeightFileException("lists the layer %s and lacks it".formatted(quoted(name)));
      }
      Map<String, WeightArray> arrays = new LinkedHashMap<>();
      for (String arrayName : group.list(ARRAYS)) {
        WeightArray array = group.array(arrayName);
        if (array == null) {
          throw new WeightFileException(
              "lists %s of the layer %s and lacks it".formatted(quoted(arrayName), quoted(name)));
        }
        arrays.put(arrayName, array);
      }
      layers.add(new Listed(name, arrays));
    }
    return layers;
  }

  static KerasReading byOrder(List<Listed> file, List<KerasLayer> model)
      throws WeightFileException {
    List<Listed> have = file.stream().filter(layer -> !layer.arrays().isEmpty()).toList();
    List<KerasLayer> need = model.stream().filter(layer -> !layer.all().isEmpty()).toList();
    Map<String, WeightArray> weights = new LinkedHashMap<>();
    List<String> unfit = new ArrayList<>();
    if (have.size() != need.size()) {
      unfit.add(
          "the file has %d layers with weights, the model %d: %s against %s"
              .formatted(
                  have.size(),
                  need.size(),
                  have.stream().map(Listed::name).collect(Collectors.joining(", ")),
                  need.stream().map(KerasLayer::name).collect(Collectors.joining(", "))));
    }
    for (int i = 0; i < Math.min(have.size(), need.size()); i++) {
      match(have.get(i), need.get(i), weights, unfit);
    }
    return new KerasReading(weights, unfit);
  }

  static KerasReading byName(List<Listed> file, List<KerasLayer> model) throws WeightFileException {
    Map<String, WeightArray> weights = new LinkedHashMap<>();
    List<String> unfit = new ArrayList<>();
    for (KerasLayer layer : model) {
      Listed found =
          file.stream().filter(one -> one.name().equals(layer.name())).findFirst().orElse(null);
      if (found != null) {
        match(found, layer, weights, unfit);
      } else if (!layer.all().isEmpty()) {
        unfit.add("the file has no layer " + layer.name());
      }
    }
    return new KerasReading(weights, unfit);
  }

  private static void match(
      Listed found, KerasLayer layer, Map<String, WeightArray> weights, List<String> unfit)
      throws WeightFileException {
    List<String> paths = layer.trainableFirst();
    if (found.arrays().size() != paths.size()) {
      unfit.add(
          "the layer %s has %d arrays in the file, where it is called %s; in the model %d"
              .formatted(layer.name(), found.arrays().size(), found.name(), paths.size()));
      return;
    }
    Map<String, KerasVariable> all = layer.all();
    int i = 0;
    for (WeightArray array : found.arrays().values()) {
      String path = paths.get(i++);
      KerasFile.fit(path, array, requireNonNull(all.get(path)), weights, unfit);
    }
  }

  static void write(Hdf5Writer root, List<KerasLayer> layers) throws IOException {
    putList(root, LAYERS, layers.stream().map(KerasLayer::name).toList());
    root.text("backend", "tensorflow");
    root.text("keras_version", "2.15.0"); // the last version that wrote this layout by itself
    for (KerasLayer layer : layers) {
      Hdf5Writer group = root.group(layer.name());
      putList(group, ARRAYS, layer.trainableFirst().stream().map(path -> path + ":0").toList());
      for (Map.Entry<String, KerasVariable> variable : layer.all().entrySet()) {
        group.array(variable.getKey() + ":0", variable.getValue().array());
      }
    }
  }

  private static void putList(Hdf5Writer group, String name, List<String> texts) {
    List<List<String>> parts = new ArrayList<>();
    List<String> part = new ArrayList<>();
    int longest = 0;
    for (String text : texts) {
      longest = Math.max(longest, text.getBytes(StandardCharsets.UTF_8).length + 1);
      if ((long) longest * (part.size() + 1) > LONGEST_ATTRIBUTE) {
        parts.add(part);
        part = new ArrayList<>();
      }
      part.add(text);
    }
    if (parts.isEmpty()) {
      group.texts(name, part);
      return;
    }
    parts.add(part);
    for (int i = 0; i < parts.size(); i++) {
      group.texts(name + i, parts.get(i));
    }
  }
}
