package dev.kindling.augment;

import dev.kindling.image.ImageSize;
import dev.kindling.random.NumpyRandom;

/** What random changes of pictures are drawn from. */
public interface Augmentation {

  /**
   * A change for one picture. Each augmentation says which random numbers it draws, in which order.
   *
   * @param size the size of the picture
   */
  Operation draw(NumpyRandom random, ImageSize size);
}
