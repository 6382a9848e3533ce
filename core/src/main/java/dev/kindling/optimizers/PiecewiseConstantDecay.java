package dev.kindling.optimizers;

import java.util.List;

/**
 * Steps: another rate after each boundary. Keras: {@code PiecewiseConstantDecay}.
 *
 * @param boundaries the last step of each rate but the last, growing
 * @param values the rates, one more
 */
public record PiecewiseConstantDecay(List<Long> boundaries, List<Double> values)
    implements LearningRateSchedule {

  /** Checks that there is a rate for each part, and that boundaries grow. */
  public PiecewiseConstantDecay {
    boundaries = List.copyOf(boundaries);
    values = List.copyOf(values);
    if (boundaries.isEmpty() || values.size() != boundaries.size() + 1) {
      throw new IllegalArgumentException(
          "There must be a boundary, and one value more than boundaries. Received: boundaries=%s, values=%s"
              .formatted(boundaries, values));
    }
    for (int i = 1; i < boundaries.size(); i++) {
      if (boundaries.get(i) <= boundaries.get(i - 1)) {
        throw new IllegalArgumentException(
            "Boundaries must grow. Received: boundaries=" + boundaries);
      }
    }
    values.forEach(value -> LearningRateSchedule.requireRate("values", value));
  }

  @Override
  public double at(long step) {
    int part = 0;
    while (part < boundaries.size() && step > boundaries.get(part)) {
      part++;
    }
    return values.get(part);
  }
}
