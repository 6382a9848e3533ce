package dev.kindling.layers;

import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How Keras keeps a weight: its shape there, and in which order its axes stand here. Here a kernel
 * of a convolution is {@code (filters, channels, height, width)}, in Keras {@code (height, width,
 * channels, filters)}.
 *
 * @param shape the shape in Keras
 * @param axes for each axis here, which axis it is in Keras; after that axes may be joined here
 */
public record KerasArray(Shape shape, List<Integer> axes) {

  /** Copies the list of axes. */
  public KerasArray {
    axes = List.copyOf(axes);
  }

  /** A weight that is the same in both. */
  static KerasArray same(Shape shape) {
    return new KerasArray(shape, IntStream.range(0, shape.rank()).boxed().toList());
  }

  /** A kernel that Keras keeps as {@code (height, width, channels, filters)}. */
  static KerasArray kernel(Extent size, int channels, int filters) {
    Shape shape = Shape.of(size.height(), size.width(), channels, filters);
    return new KerasArray(shape, List.of(3, 2, 0, 1));
  }

  /**
   * A kernel of a depthwise convolution: {@code (height, width, channels, multiplier)} in Keras,
   * {@code (channels * multiplier, 1, height, width)} here.
   */
  static KerasArray depthwise(Extent size, int channels, int multiplier) {
    Shape shape = Shape.of(size.height(), size.width(), channels, multiplier);
    return new KerasArray(shape, List.of(2, 3, 0, 1));
  }

  /** One number for each of a picture's: {@code (height, width, channels)} in Keras. */
  static KerasArray picture(int height, int width, int channels) {
    return new KerasArray(Shape.of(height, width, channels), List.of(2, 0, 1));
  }

  /** Keras's numbers in the order here, row-major. */
  public float[] fromKeras(Tensor keras) {
    if (!keras.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "The weight has the shape %s in Keras. Received: %s".formatted(shape, keras.shape()));
    }
    float[] numbers = new float[keras.data().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = keras.data()[placeInKeras(i)];
    }
    return numbers;
  }

  /** Numbers in the order here as Keras has them. */
  public Tensor toKeras(float[] numbers) {
    float[] keras = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      keras[placeInKeras(i)] = numbers[i];
    }
    return Tensor.of(shape, keras);
  }

  private int placeInKeras(int place) {
    int[] index = new int[shape.rank()];
    int rest = place;
    for (int i = axes.size() - 1; i >= 0; i--) {
      int size = shape.size(axes.get(i));
      index[axes.get(i)] = rest % size;
      rest /= size;
    }
    int inKeras = 0;
    for (int axis = 0; axis < index.length; axis++) {
      inKeras = inKeras * shape.size(axis) + index[axis];
    }
    return inKeras;
  }
}
