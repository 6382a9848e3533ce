package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Transpose;
import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * One layer of a network: Keras's layer of the same name, as a record of its options. Equal records
 * may stand in a model many times; each time under a name of its own, with weights of its own.
 */
public sealed interface Layer extends Operation
    permits Activation,
        Add,
        Arithmetic,
        AveragePooling2D,
        BatchNormalization,
        Concatenate,
        Conv2D,
        Cropping2D,
        Dense,
        DepthwiseConv2D,
        Dropout,
        ELU,
        Flatten,
        GaussianNoise,
        GlobalAveragePooling2D,
        GlobalMaxPooling2D,
        LayerNormalization,
        LeakyReLU,
        MaxPooling2D,
        Multiply,
        Normalization,
        PReLU,
        ReLU,
        Rescaling,
        Reshape,
        SeparableConv2D,
        Softmax,
        SpatialDropout2D,
        UpSampling2D,
        ZeroPadding2D {

  @Override
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

  /**
   * Appends the layer to a graph.
   *
   * @param inputs the values it takes: one, but for layers that join several
   * @return the value it gives
   * @throws IllegalArgumentException if it does not take so many values, or values of such shapes
   */
  default String lower(String name, List<String> inputs, Lowering to) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s '%s' takes one value. Received: %d".formatted(className(), name, inputs.size()));
    }
    return lower(name, inputs.get(0), to);
  }

  @Override
  default List<Shape> outputShapes(List<Shape> inputs) {
    Graph.Builder graph = new Graph.Builder();
    Lowering lowering = new Lowering(graph);
    List<String> values = new ArrayList<>();
    for (Shape shape : inputs) {
      String name = graph.input("input" + values.size(), ElementType.FLOAT, shape);
      boolean pictures = shape.rank() == 4;
      values.add(pictures ? graph.node(name + "/first", Transpose.CHANNELS_FIRST, name) : name);
    }
    return List.of(lowering.kerasShape(lower(className(), values, lowering)));
  }

  /** Adds the options to what Keras calls the layer's config. */
  void writeOptions(ObjectNode config);

  /** Whether Keras writes down the shape that the layer was built for. */
  default boolean isBuilt() {
    return false;
  }
}
