package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * In training, sets a random share {@code rate} of the elements to 0 and multiplies the others by
 * {@code 1 / (1 - rate)}; in inference, changes nothing.
 *
 * @param wholeChannels whether all elements of a picture's channel are dropped or kept together;
 *     ONNX does not know that, there the node's documentation says it
 */
public record Dropout(double rate, boolean wholeChannels) implements Op {
  /** Checks that {@code 0 <= rate < 1}. */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "The rate of a Dropout must be at least 0 and below 1. Received: rate=" + rate);
    }
  }

  /** Each element by itself. */
  public Dropout(double rate) {
    this(rate, false);
  }

  /** The shape of what is drawn for a value: one number for each element, or for each channel. */
  public Shape drawn(Shape value) {
    return wholeChannels ? Shape.of(value.size(0), value.size(1), 1, 1) : value;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape value = Shapes.only(this, inputs);
    return wholeChannels ? Shapes.requireRank(this, "picture", value, 4) : value;
  }
}
