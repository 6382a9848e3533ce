package dev.kindling.preprocessing;

import dev.kindling.augment.Change;
import dev.kindling.augment.Mixture;
import dev.kindling.data.DrawnSample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch, as drawn.
 *
 * @param samples its pictures, in order
 * @param mixture how they are mixed with each other in the end, or null
 */
record DrawnBatch<C extends Change>(List<DrawnSample<C>> samples, @Nullable Mixture mixture) {

  List<Integer> indices() {
    return samples.stream().map(DrawnSample::index).toList();
  }
}
