package dev.kindling.augment;

import dev.kindling.image.Image;

/** Left and right exchanged: torchvision's {@code hflip}. */
public record HorizontalFlip() implements Operation {

  @Override
  public Image apply(Image image) {
    int channels = image.channels();
    int rowLength = image.width() * channels;
    byte[] from = image.data();
    byte[] to = new byte[from.length];
    for (int row = 0; row < to.length; row += rowLength) {
      for (int x = 0; x < rowLength; x += channels) {
        for (int channel = 0; channel < channels; channel++) {
          to[row + rowLength - channels - x + channel] = from[row + x + channel];
        }
      }
    }
    return new Image(image.height(), image.width(), channels, to);
  }

  @Override
  public String describe() {
    return "flipped";
  }
}
