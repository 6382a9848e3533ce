package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * In training, sets a random share {@code rate} of the elements to 0 and multiplies the others by
 * {@code 1 / (1 - rate)}; in inference, changes nothing.
 *
 * @param rate the share
 * @param unit what is dropped or kept as a whole; ONNX knows elements only, there the node's
 *     documentation says it
 */
public record Dropout(double rate, Unit unit) implements Op {

  /** What is dropped or kept as a whole. */
  public enum Unit {
    /** Each number by itself. */
    ELEMENT,
    /** All of a picture's channel. */
    CHANNEL,
    /** All of a sample. */
    SAMPLE
  }

  /** Checks that {@code 0 <= rate < 1}. */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "The rate of a Dropout must be at least 0 and below 1. Received: rate=" + rate);
    }
  }

  /** Each element by itself. */
  public Dropout(double rate) {
    this(rate, Unit.ELEMENT);
  }

  /** The shape of what is drawn for a value: one number for each unit. */
  public Shape drawn(Shape value) {
    int[] sizes = value.toArray();
    int own =
        switch (unit) {
          case ELEMENT -> sizes.length;
          case CHANNEL -> 2;
          case SAMPLE -> 1;
        };
    Arrays.fill(sizes, own, sizes.length, 1);
    return Shape.of(sizes);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape value = Shapes.only(this, inputs);
    return unit == Unit.CHANNEL ? Shapes.requireRank(this, "picture", value, 4) : value;
  }
}
