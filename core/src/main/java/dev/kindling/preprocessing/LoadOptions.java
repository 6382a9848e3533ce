package dev.kindling.preprocessing;

import dev.kindling.image.ColorMode;
import dev.kindling.image.DecodeOptions;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import org.jspecify.annotations.Nullable;

/**
 * How a picture is loaded from a file: the arguments of the same names of Keras's {@code load_img}.
 *
 * @param decode how it comes out of the file: its channels, and unlike Keras also its orientation
 *     and what lies under transparent pixels
 * @param targetSize the size it is brought to; null for its own
 * @param interpolation how it is brought there
 * @param keepAspectRatio whether what is too wide or too high is cut off, the middle remaining,
 *     rather than squeezed
 */
public record LoadOptions(
    DecodeOptions decode,
    @Nullable ImageSize targetSize,
    Interpolation interpolation,
    boolean keepAspectRatio) {

  /** Keras's defaults. */
  public LoadOptions() {
    this(DecodeOptions.asKeras(), null, Interpolation.NEAREST, false);
  }

  /** These options with pictures decoded another way. */
  public LoadOptions decode(DecodeOptions decode) {
    return new LoadOptions(decode, targetSize, interpolation, keepAspectRatio);
  }

  /** These options with other channels. */
  public LoadOptions colorMode(ColorMode colorMode) {
    return decode(decode.colorMode(colorMode));
  }

  /** These options with a size. */
  public LoadOptions targetSize(int height, int width) {
    return new LoadOptions(decode, new ImageSize(height, width), interpolation, keepAspectRatio);
  }

  /** These options with another way to resize. */
  public LoadOptions interpolation(Interpolation interpolation) {
    return new LoadOptions(decode, targetSize, interpolation, keepAspectRatio);
  }

  /** These options with the proportions of pictures kept, or not. */
  public LoadOptions keepAspectRatio(boolean keepAspectRatio) {
    return new LoadOptions(decode, targetSize, interpolation, keepAspectRatio);
  }
}
