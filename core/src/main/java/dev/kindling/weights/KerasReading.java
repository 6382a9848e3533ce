package dev.kindling.weights;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a file fits a model.
 *
 * @param weights arrays by the path of the model's own, as {@code conv2d/kernel}, each of the same
 *     shape
 * @param unfit in words: what the model needs and the file lacks or has otherwise, and what the
 *     file has and the model does not
 */
public record KerasReading(Map<String, WeightArray> weights, List<String> unfit) {

  private static final int SHOWN = 8;

  /** Copies both. */
  public KerasReading {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    unfit = List.copyOf(unfit);
  }

  /**
   * Checks that all fits.
   *
   * @throws WeightFileException that says the first few things that do not
   */
  public void requireFit(Path file) throws WeightFileException {
    if (!unfit.isEmpty()) {
      String more = unfit.size() > SHOWN ? "; and %d more".formatted(unfit.size() - SHOWN) : "";
      throw new WeightFileException(
              "does not fit the model: "
                  + String.join("; ", unfit.subList(0, Math.min(SHOWN, unfit.size())))
                  + more)
          .in(file);
    }
  }
}
