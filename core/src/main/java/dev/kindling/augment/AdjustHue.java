package dev.kindling.augment;

import dev.kindling.image.Image;

/**
 * The colours turned on their circle, their saturation and lightness kept: torchvision's {@code
 * adjust_hue}, in 32-bit floats, by way of hue, saturation and value. A picture of one channel
 * stays as it is.
 *
 * @param factor parts of the circle, from -0.5 to 0.5
 */
public record AdjustHue(double factor) implements Operation {

  /** What 1 is multiplied by on the way back to 8 bits. */
  private static final float TO_LEVELS = 256f - 1e-3f;

  /** Checks the factor. */
  public AdjustHue {
    if (!(factor >= -0.5 && factor <= 0.5)) {
      throw new IllegalArgumentException(
          "A hue is turned by -0.5 to 0.5 of the circle. Received: " + factor);
    }
  }

  @Override
  public Image apply(Image image) {
    if (image.channels() != 3) {
      return image;
    }
    byte[] to = image.data().clone();
    for (int i = 0; i < to.length; i += 3) {
      turn(to, i);
    }
    return new Image(image.height(), image.width(), 3, to);
  }

  private void turn(byte[] samples, int at) {
    float red = (samples[at] & 0xff) * (1 / 255f);
    float green = (samples[at + 1] & 0xff) * (1 / 255f);
    float blue = (samples[at + 2] & 0xff) * (1 / 255f);
    float value = Math.max(red, Math.max(green, blue));
    float range = value - Math.min(red, Math.min(green, blue));
    if (range == 0) {
      byte grey = (byte) (int) (value * TO_LEVELS);
      samples[at] = grey;
      samples[at + 1] = grey;
      samples[at + 2] = grey;
      return;
    }
    float saturation = range / value;
    float sixths;
    if (value == red) {
      sixths = (value - blue) / range - (value - green) / range;
    } else if (value == green) {
      sixths = (value - red) / range + 2 - (value - blue) / range;
    } else {
      sixths = (value - green) / range + 4 - (value - red) / range;
    }
    float hue = (sixths * (1 / 6f) + 1) % 1 + (float) factor;
    hue -= (float) Math.floor(hue);
    setColor(hue * 6, saturation, value, samples, at);
  }

  /** From hue (in sixths of the circle), saturation and value to red, green and blue. */
  private static void setColor(float hue, float saturation, float value, byte[] samples, int at) {
    int sector = (int) hue;
    float f = hue - sector;
    byte v = level(value);
    byte p = level((1 - saturation) * value);
    byte q = level((1 - saturation * f) * value);
    byte t = level((1 - saturation + saturation * f) * value);
    switch (sector) {
      case 1 -> set(samples, at, q, v, p);
      case 2 -> set(samples, at, p, v, t);
      case 3 -> set(samples, at, p, q, v);
      case 4 -> set(samples, at, t, p, v);
      case 5 -> set(samples, at, v, p, q);
      default -> set(samples, at, v, t, p); // 0, and the whole circle
    }
  }

  private static byte level(float part) {
    return (byte) (int) (Math.max(0, Math.min(1, part)) * TO_LEVELS);
  }

  private static void set(byte[] samples, int at, byte red, byte green, byte blue) {
    samples[at] = red;
    samples[at + 1] = green;
    samples[at + 2] = blue;
  }

  @Override
  public String describe() {
    return factor == 0 ? "" : "hue " + Words.of(360 * factor) + "°";
  }
}
