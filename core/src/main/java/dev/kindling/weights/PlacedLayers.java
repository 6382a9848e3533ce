package dev.kindling.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keras 3's layout: {@code layers/KIND_n/vars/i}, models within models the same way. The name of a
 * layer is but an attribute of its {@code vars}.
 */
final class PlacedLayers {

  private static final String LAYERS = "layers";
  private static final String VARS = "vars";

  /** What Keras called {@code layers} before 3.0. */
  private static final String OLD_LAYERS = "_layer_checkpoint_dependencies";

  private PlacedLayers() {}

  static boolean isIn(Hdf5Group root) {
    return layersOf(root) != null;
  }

  private static @Nullable Hdf5Group layersOf(Hdf5Group group) {
    Hdf5Group layers = group.group(LAYERS);
    return layers == null ? group.group(OLD_LAYERS) : layers;
  }

  static KerasReading byOrder(Hdf5Group root, List<KerasLayer> model) throws WeightFileException {
    Map<String, WeightArray> weights = new LinkedHashMap<>();
    List<String> unfit = new ArrayList<>();
    byOrder("", root, model, weights, unfit);
    return new KerasReading(weights, unfit);
  }

  private static void byOrder(
      String prefix,
      @Nullable Hdf5Group parent,
      List<KerasLayer> model,
      Map<String, WeightArray> weights,
      List<String> unfit)
      throws WeightFileException {
    Hdf5Group layers = parent == null ? null : layersOf(parent);
    Map<String, KerasLayer> named = KerasLayer.byKind(model);
    for (Map.Entry<String, KerasLayer> entry : named.entrySet()) {
      KerasLayer layer = entry.getValue();
      Hdf5Group group = layers == null ? null : layers.group(entry.getKey());
      match(prefix, "layers/" + entry.getKey(), group, layer, weights, unfit);
      byOrder(prefix + layer.name() + "/", group, layer.layers(), weights, unfit);
    }
    if (layers != null) {
      layers
          .groups()
          .forEach(
              (name, group) -> {
                Hdf5Group vars = group.group(VARS);
                if (!named.containsKey(name) && vars != null && !vars.arrays().isEmpty()) {
                  unfit.add("the file has the layer layers/%s, the model does not".formatted(name));
                }
              });
    }
  }

  static KerasReading byName(Hdf5Group root, List<KerasLayer> model) throws WeightFileException {
    Map<String, WeightArray> weights = new LinkedHashMap<>();
    List<String> unfit = new ArrayList<>();
    byName("", root, model, weights, unfit);
    return new KerasReading(weights, unfit);
  }

  private static void byName(
      String prefix,
      @Nullable Hdf5Group parent,
      List<KerasLayer> model,
      Map<String, WeightArray> weights,
      List<String> unfit)
      throws WeightFileException {
    Map<String, Hdf5Group> named = new LinkedHashMap<>();
    Hdf5Group layers = parent == null ? null : layersOf(parent);
    if (layers != null) {
      for (Hdf5Group group : layers.groups().values()) {
        Hdf5Group vars = group.group(VARS);
        String name = vars == null ? null : vars.text("name");
        if (name != null) {
          named.put(name, group);
        }
      }
    }
    for (Map.Entry<String, KerasLayer> entry : KerasLayer.byKind(model).entrySet()) {
      KerasLayer layer = entry.getValue();
      Hdf5Group group = named.get(layer.name());
      if (group == null && layers != null && !layer.layers().isEmpty()) {
        group = layers.group(entry.getKey()); // a model may be without a name there
      }
      match(prefix, "named " + layer.name(), group, layer, weights, unfit);
      byName(prefix + layer.name() + "/", group, layer.layers(), weights, unfit);
    }
  }

  private static void match(
      String prefix,
      String place,
      @Nullable Hdf5Group group,
      KerasLayer layer,
      Map<String, WeightArray> weights,
      List<String> unfit)
      throws WeightFileException {
    if (layer.variables().isEmpty()) {
      return;
    }
    Hdf5Group vars = group == null ? null : group.group(VARS);
    int count = vars == null ? 0 : vars.arrays().size();
    if (vars == null || count != layer.variables().size()) {
      unfit.add(
          "the layer %s%s has %d arrays in the file, %s; in the model %d"
              .formatted(prefix, layer.name(), count, place, layer.variables().size()));
      return;
    }
    for (int i = 0; i < count; i++) {
      KerasVariable variable = layer.variables().get(i);
      String path = prefix + layer.name() + "/" + variable.name();
      WeightArray array = vars.arrays().get(Integer.toString(i));
      if (array == null) {
        unfit.add("the file has no array %d of %s".formatted(i, path));
      } else {
        KerasFile.fit(path, array, variable, weights, unfit);
      }
    }
  }

  /** Layers without arrays are left out, which Keras takes for the same. */
  static void write(Hdf5Writer root, List<KerasLayer> layers) throws IOException {
    for (Map.Entry<String, KerasLayer> entry : KerasLayer.byKind(layers).entrySet()) {
      KerasLayer layer = entry.getValue();
      if (!layer.all().isEmpty()) {
        Hdf5Writer place = root.group(LAYERS).group(entry.getKey());
        write(place, layer.layers());
        for (int i = 0; i < layer.variables().size(); i++) {
          place.group(VARS).text("name", layer.name());
          place.group(VARS).array(Integer.toString(i), layer.variables().get(i).array());
        }
      }
    }
  }
}
