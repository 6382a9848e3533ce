package dev.kindling.augment;

import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;

/** What random changes of whole batches are drawn from: those that mix pictures. */
public interface BatchAugmentation {

  /**
   * A change for one batch. Each augmentation says which random numbers it draws, in which order.
   *
   * @param pictures the shape of the batch, {@code (n, height, width, channels)}
   */
  Mixture draw(NumpyRandom random, Shape pictures);
}
