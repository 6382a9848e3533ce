package dev.kindling.preprocessing;

import dev.kindling.augment.Change;
import dev.kindling.augment.Mixture;
import dev.kindling.random.NumpyRandom;
import org.jspecify.annotations.Nullable;

/** What the changes of a flow are drawn from. */
interface ChangeRanges<C extends Change> {

  /** A change for one picture. */
  C draw(NumpyRandom random);

  /** How a batch of so many pictures is mixed in the end; null for not at all. */
  default @Nullable Mixture drawMixture(NumpyRandom random, int pictures) {
    return null;
  }
}
