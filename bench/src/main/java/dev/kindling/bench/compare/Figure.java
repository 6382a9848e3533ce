package dev.kindling.bench.compare;

import java.util.List;
import java.util.Locale;

/**
 * One thing measured several times.
 *
 * @param values at least one, in the order of measuring
 */
record Figure(List<Double> values) {

  Figure {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("A figure needs at least one value.");
    }
    values = List.copyOf(values);
  }

  /** The middle value; of an even number, the mean of the two in the middle. */
  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The median and, when there are several values, the least and the greatest. */
  @Override
  public String toString() {
    if (values.size() == 1) {
      return String.format(Locale.ROOT, "%.0f", median());
    }
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double greatest = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return String.format(Locale.ROOT, "%.0f (%.0f to %.0f)", median(), least, greatest);
  }
}
