package dev.kindling.augment;

import dev.kindling.image.Crop;
import dev.kindling.image.Image;
import java.util.Arrays;

/**
 * A rectangle of a picture painted over: torchvision's {@code erase}.
 *
 * @param area the rectangle; what of it lies beyond the picture is left out
 * @param value of all its samples, from 0 to 255
 */
public record Erase(Crop area, int value) implements Operation {

  /** Checks the value. */
  public Erase {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException("value must be within 0 and 255. Received: " + value);
    }
  }

  @Override
  public Image apply(Image image) {
    byte[] samples = image.data().clone();
    int channels = image.channels();
    int from = Math.max(0, area.left());
    int end = (int) Math.min(image.width(), (long) area.left() + area.width());
    int endRow = (int) Math.min(image.height(), (long) area.top() + area.height());
    for (int y = Math.max(0, area.top()); from < end && y < endRow; y++) {
      int row = y * image.width();
      Arrays.fill(samples, (row + from) * channels, (row + end) * channels, (byte) value);
    }
    return new Image(image.height(), image.width(), channels, samples);
  }

  @Override
  public String describe() {
    return "erased %d x %d pixels".formatted(area.width(), area.height());
  }
}
