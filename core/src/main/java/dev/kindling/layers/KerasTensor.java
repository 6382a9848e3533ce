package dev.kindling.layers;

import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of a network that is being put together: an input, or what a layer or model makes of
 * other values. It has a shape and a history, and no numbers. Keras: {@code KerasTensor}.
 */
public final class KerasTensor {

  private final Shape shape;
  private final @Nullable Call producer;
  private final int index;

  /**
   * A layer or model at work on values.
   *
   * @param operation the layer or model
   * @param name the name that it is to have, or null
   * @param inputs the values
   */
  public record Call(Operation operation, @Nullable String name, List<KerasTensor> inputs) {
    /** Copies the list of inputs. */
    public Call {
      inputs = List.copyOf(inputs);
    }
  }

  private KerasTensor(Shape shape, @Nullable Call producer, int index) {
    this.shape = shape;
    this.producer = producer;
    this.index = index;
  }

  /** What a network is given: {@code (height, width, channels)} or {@code (features)}. */
  public static KerasTensor input(int... sizes) {
    return new KerasTensor(new Input(sizes).shape().prepend(Shape.FREE), null, 0);
  }

  static List<KerasTensor> of(Call call) {
    List<Shape> shapes =
        call.operation().outputShapes(call.inputs().stream().map(KerasTensor::shape).toList());
    List<KerasTensor> outputs = new ArrayList<>();
    for (Shape shape : shapes) {
      outputs.add(new KerasTensor(shape, call, outputs.size()));
    }
    return outputs;
  }

  /** The shape in Keras's order of axes, with a free batch axis. */
  public Shape shape() {
    return shape;
  }

  /** What made it; null for an input. */
  public @Nullable Call producer() {
    return producer;
  }

  /** Its place among the values that its producer makes. */
  public int index() {
    return index;
  }
}
