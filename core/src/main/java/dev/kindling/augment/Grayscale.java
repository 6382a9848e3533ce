package dev.kindling.augment;

import dev.kindling.image.Image;

/**
 * The colours of a picture replaced by their grey, {@code 0.2989 red + 0.587 green + 0.114 blue}
 * cut off to a whole number, in all three channels: torchvision's {@code rgb_to_grayscale(image,
 * 3)}. A picture of one channel stays as it is.
 */
public record Grayscale() implements Operation {

  @Override
  public Image apply(Image image) {
    if (image.channels() != 3) {
      return image;
    }
    byte[] from = image.data();
    byte[] to = new byte[from.length];
    for (int i = 0; i < to.length; i += 3) {
      byte grey = (byte) grey(from, i);
      to[i] = grey;
      to[i + 1] = grey;
      to[i + 2] = grey;
    }
    return new Image(image.height(), image.width(), 3, to);
  }

  /** The grey of the pixel whose red sample lies at {@code at}. */
  static int grey(byte[] samples, int at) {
    return grey(samples[at] & 0xff, samples[at + 1] & 0xff, samples[at + 2] & 0xff);
  }

  static int grey(int red, int green, int blue) {
    return (2989 * red + 5870 * green + 1140 * blue) / 10_000;
  }

  @Override
  public String describe() {
    return "grey";
  }
}
