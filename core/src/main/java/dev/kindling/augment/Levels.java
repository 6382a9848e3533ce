package dev.kindling.augment;

import dev.kindling.image.Image;
import java.util.function.IntUnaryOperator;

/** A new level for each of the 256 grey levels: what changes samples one by one. */
final class Levels {

  private final byte[] levels = new byte[256];

  /** Results beyond 0 and 255 become 0 and 255. */
  Levels(IntUnaryOperator newLevel) {
    for (int level = 0; level < levels.length; level++) {
      levels[level] = clamped(newLevel.applyAsInt(level));
    }
  }

  static byte clamped(int level) {
    return (byte) Math.max(0, Math.min(255, level));
  }

  /** All samples changed alike. */
  Image apply(Image image) {
    byte[] from = image.data();
    byte[] to = new byte[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = levels[from[i] & 0xff];
    }
    return new Image(image.height(), image.width(), image.channels(), to);
  }

  /** Each channel changed by its own levels. */
  static Image apply(Image image, Levels[] channels) {
    byte[] from = image.data();
    byte[] to = new byte[from.length];
    for (int channel = 0; channel < channels.length; channel++) {
      byte[] levels = channels[channel].levels;
      for (int i = channel; i < to.length; i += channels.length) {
        to[i] = levels[from[i] & 0xff];
      }
    }
    return new Image(image.height(), image.width(), image.channels(), to);
  }
}
