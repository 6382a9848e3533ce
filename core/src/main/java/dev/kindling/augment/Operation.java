package dev.kindling.augment;

import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;

/**
 * A change of one picture, as drawn: a value that says all of what is done. The same picture
 * changed by equal operations comes out equal, on any thread.
 */
public interface Operation extends Change {

  /** The changed picture; the given one, which is not written to, if nothing changes. */
  Image apply(Image image);

  /** The size of what comes out when a picture of this size goes in. */
  default ImageSize sizeAfter(ImageSize size) {
    return size;
  }
}
