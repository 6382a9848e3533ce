package dev.kindling.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A layer as Keras's files of weights know it.
 *
 * @param className Keras's name of the kind of layer, as {@code Conv2D}
 * @param name the layer's own name
 * @param variables its arrays in Keras's order, as {@code get_weights} gives them
 * @param layers the layers within it, if it is a model
 */
public record KerasLayer(
    String className, String name, List<KerasVariable> variables, List<KerasLayer> layers) {

  /** Copies the lists. */
  public KerasLayer {
    variables = List.copyOf(variables);
    layers = List.copyOf(layers);
  }

  /** A layer that is no model. */
  public KerasLayer(String className, String name, List<KerasVariable> variables) {
    this(className, name, variables, List.of());
  }

  /**
   * All arrays of the layer and of those within it, by path, as {@code sequential_1/dense/bias}.
   */
  Map<String, KerasVariable> all() {
    Map<String, KerasVariable> all = new LinkedHashMap<>();
    variables.forEach(variable -> all.put(name + "/" + variable.name(), variable));
    layers.forEach(layer -> layer.all().forEach((path, v) -> all.put(name + "/" + path, v)));
    return all;
  }

  /** The paths of all arrays, those that training moves before the others. */
  List<String> trainableFirst() {
    List<String> paths = new ArrayList<>();
    Map<String, KerasVariable> all = all();
    all.forEach((path, variable) -> addIf(variable.trainable(), path, paths));
    all.forEach((path, variable) -> addIf(!variable.trainable(), path, paths));
    return paths;
  }

  private static void addIf(boolean wanted, String path, List<String> paths) {
    if (wanted) {
      paths.add(path);
    }
  }

  /** The layers under the names that Keras gives them in today's files: by kind, counted. */
  static Map<String, KerasLayer> byKind(List<KerasLayer> layers) {
    Map<String, KerasLayer> named = new LinkedHashMap<>();
    for (KerasLayer layer : layers) {
      String kind =
          layer
              .className()
              .replaceAll("\\W+", "")
              .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
              .replaceAll("([a-z])([A-Z])", "$1_$2")
              .toLowerCase(Locale.ROOT);
      String name = kind;
      for (int i = 1; named.containsKey(name); i++) {
        name = kind + "_" + i;
      }
      named.put(name, layer);
    }
    return named;
  }
}
