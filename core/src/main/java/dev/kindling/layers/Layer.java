package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One layer of a network: Keras's layer of the same name, as a record of its options. Equal records
 * may stand in a model many times; each time under a name of its own, with weights of its own.
 */
public sealed interface Layer permits Activation, Conv2D, Dense, Dropout, Flatten, MaxPooling2D {

  /** Keras's name of the kind of layer, as {@code Conv2D}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /**
   * Appends the layer to a graph.
   *
   * @param name the layer's name; its parameters are {@code name/kernel} and {@code name/bias}
   * @param input the value it takes
   * @return the value it gives
   * @throws IllegalArgumentException if it does not take a value of such a shape
   */
  String lower(String name, String input, Lowering to);

  /** Adds the options to what Keras calls the layer's config. */
  void writeOptions(ObjectNode config);

  /** Whether Keras writes down the shape that the layer was built for. */
  default boolean isBuilt() {
    return false;
  }
}
