package dev.kindling.augment;

import dev.kindling.random.NumpyRandom;
import java.util.List;

/**
 * How far a picture may be shifted along one axis: Keras's {@code width_shift_range} and {@code
 * height_shift_range}, which mean different things for a float, an int and a list.
 */
public sealed interface Shift {

  /** No shift. It draws nothing. */
  Shift NONE = new Uniform(0);

  /** A shift drawn for a picture with this many pixels along the axis, in pixels. */
  double draw(NumpyRandom random, int size);

  /**
   * Any shift up to {@code range} either way, as Keras does it for a float: below 1, {@code range}
   * is a part of the picture's size, else a number of pixels. 0 draws nothing.
   *
   * @param range finite and not negative
   */
  record Uniform(double range) implements Shift {

    /** Checks the range. */
    public Uniform {
      if (!(range >= 0 && range < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "A shift range must not be negative: it goes both ways. Received: " + range);
      }
    }

    @Override
    public double draw(NumpyRandom random, int size) {
      if (range == 0) {
        return 0;
      }
      double drawn = random.uniform(-range, range);
      return range < 1 ? drawn * size : drawn;
    }
  }

  /**
   * A whole number of pixels below {@code range} either way, as Keras does it for an int: {@code
   * 12} shifts by 0 to 11. 0 draws nothing.
   *
   * @param range not negative
   */
  record WholePixels(int range) implements Shift {

    /** Checks the range. */
    public WholePixels {
      if (range < 0) {
        throw new IllegalArgumentException(
            "A shift range must not be negative: it goes both ways. Received: " + range);
      }
    }

    @Override
    public double draw(NumpyRandom random, int size) {
      return range == 0 ? 0 : random.choice(range) * sign(random);
    }
  }

  /**
   * One of these shifts either way, as Keras does it for a list: when all are below 1 they are
   * parts of the picture's size, else numbers of pixels.
   *
   * @param values finite, at least one
   */
  record OneOf(List<Double> values) implements Shift {

    /** Checks the values. */
    public OneOf {
      values = List.copyOf(values);
      if (values.isEmpty() || !values.stream().allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "A list of shifts must hold numbers, at least one. Received: " + values);
      }
    }

    @Override
    public double draw(NumpyRandom random, int size) {
      double drawn = values.get(random.choice(values.size())) * sign(random) + 0.0; // not -0.0
      return values.stream().allMatch(value -> value < 1) ? drawn * size : drawn;
    }
  }

  private static int sign(NumpyRandom random) {
    return random.choice(2) == 0 ? -1 : 1;
  }
}
