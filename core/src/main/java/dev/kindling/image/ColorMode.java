package dev.kindling.image;

/** The channels that a picture is read to, whatever its file holds; named as in Keras. */
public enum ColorMode {
  /** Three channels: red, green and blue. */
  RGB(3),
  /**
   * One channel: 299/1000 of red, 587/1000 of green and 114/1000 of blue, as Pillow weighs them.
   */
  GRAYSCALE(1),
  /** Four channels: red, green, blue and alpha, which is 255 where nothing is transparent. */
  RGBA(4);

  private final int channels;

  ColorMode(int channels) {
    this.channels = channels;
  }

  /** Samples a pixel. */
  public int channels() {
    return channels;
  }
}
