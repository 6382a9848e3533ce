package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An array in double precision, row-major: what the {@link Interpreter} is given and gives. */
public final class Doubles {

  private final Shape shape;
  private final double[] data;

  public Doubles(Shape shape, double... data) {
    if (shape.elements() != data.length) {
      throw new IllegalArgumentException(
          "The shape %s takes %d numbers. Received: %d"
              .formatted(shape, shape.elements(), data.length));
    }
    this.shape = shape;
    this.data = data;
  }

  public Shape shape() {
    return shape;
  }

  /** The numbers themselves, not a copy. */
  public double[] data() {
    return data;
  }

  public static Doubles of(Tensor tensor) {
    return of(tensor.shape(), tensor.data());
  }

  public static Doubles of(Shape shape, float[] data) {
    double[] numbers = new double[data.length];
    for (int i = 0; i < data.length; i++) {
      numbers[i] = data[i];
    }
    return new Doubles(shape, numbers);
  }

  public static Map<String, Doubles> of(Map<String, Tensor> tensors) {
    Map<String, Doubles> arrays = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> arrays.put(name, of(tensor)));
    return arrays;
  }

  /**
   * Numbers from -1 to 1 that 32-bit floats hold exactly, in random order; any two of them, and
   * each and 0, are at least {@code 1 / (elements + 1)} or half of it apart, so that no maximum is
   * a tie and no ReLU stands on its edge.
   */
  public static Doubles random(Shape shape, Random random) {
    int elements = Math.toIntExact(shape.elements());
    List<Integer> slots = new ArrayList<>();
    for (int i = 0; i < elements; i++) {
      slots.add(i);
    }
    Collections.shuffle(slots, random);
    double width = 2.0 / (elements + elements % 2); // an even number of slots: none lies around 0
    double[] numbers =
        slots.stream()
            .mapToDouble(slot -> (float) (width * (slot + 0.25 + 0.5 * random.nextDouble()) - 1))
            .toArray();
    return new Doubles(shape, numbers);
  }

  public float[] toFloats() {
    float[] floats = new float[data.length];
    for (int i = 0; i < data.length; i++) {
      floats[i] = (float) data[i];
    }
    return floats;
  }

  public Tensor toTensor() {
    return Tensor.of(shape, toFloats());
  }
}
