package dev.kindling.augment;

import dev.kindling.image.ImageSize;

/** A random change of one picture, as drawn, that can be put into words. */
public interface Change {

  /**
   * What is done, in a few words for a person who looks at the result: {@code "turned 23°, zoom 1.1
   * x 0.9"}. Empty if nothing is done.
   */
  String describe();

  /**
   * The part of the old picture that the new one still shows, from 0 to 1.
   *
   * @param size the size of the old picture
   */
  default double shownPart(ImageSize size) {
    return 1;
  }
}
