package dev.kindling.image;

/**
 * A picture as it lies in its file.
 *
 * @param image its samples: grey; grey and alpha; red, green and blue; or these and alpha
 * @param orientation how it is to be turned to stand upright
 */
record StoredImage(Image image, Orientation orientation) {

  /** A picture of a file that says nothing of how it is to be turned. */
  static StoredImage upright(Image image) {
    return new StoredImage(image, Orientation.UPRIGHT);
  }
}
