package dev.kindling.layers;

import dev.kindling.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes values of values: a layer or a model. Applied, it becomes a part of a network, as a
 * call does in Keras's functional API:
 *
 * <pre>{@code
 * KerasTensor image = KerasTensor.input(96, 96, 3);
 * KerasTensor x = new Conv2D(16, 3).activation(RELU).apply(image);
 * KerasTensor y = new Conv2D(16, 3).padding(SAME).apply(x);
 * Model model = new Model(image, new Add().apply(x, y));
 * }</pre>
 *
 * <p>The same object applied again works with the same weights. An equal one does not share them.
 */
public interface Operation {

  /** Keras's name of the kind, as {@code Conv2D}. */
  String className();

  /**
   * The shapes of the values that are made of values of such shapes, in Keras's order of axes with
   * a free batch axis.
   *
   * @throws IllegalArgumentException if it does not take such values
   */
  List<Shape> outputShapes(List<Shape> inputs);

  /** The value made of these, under the name that Keras would give. */
  default KerasTensor apply(KerasTensor... inputs) {
    return applyAll(null, List.of(inputs)).get(0);
  }

  /** The value made of these, under a name that nothing else in the network has. */
  default KerasTensor apply(String name, KerasTensor... inputs) {
    return applyAll(name, List.of(inputs)).get(0);
  }

  /** All values made of these; more than one if it is a model of several outputs. */
  default List<KerasTensor> applyAll(@Nullable String name, List<KerasTensor> inputs) {
    return KerasTensor.of(new KerasTensor.Call(this, name, inputs));
  }
}
