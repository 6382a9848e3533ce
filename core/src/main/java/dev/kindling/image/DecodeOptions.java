package dev.kindling.image;

import org.jspecify.annotations.Nullable;

/**
 * How a picture comes out of its file.
 *
 * @param colorMode the channels that it is read to
 * @param asStored whether the EXIF orientation is left alone: a phone's upright picture then lies
 *     on its side
 * @param background the colour, 0xRRGGBB, that lies under transparent pixels where the color mode
 *     has no alpha; null drops alpha, so that whatever colour a transparent pixel has shows
 * @param pixelLimit the most pixels a picture may have; told from its header, before memory is
 *     taken
 * @param reducedFor the size that is enough, as the picture comes out: a JPEG that is at least
 *     twice as large both ways is decoded at a half, a quarter or an eighth of its size, the
 *     smallest that is still enough, in a fraction of the time (as Pillow's {@code draft} does);
 *     null decodes every picture whole. Where no native decoder is at hand, it makes no difference
 */
public record DecodeOptions(
    ColorMode colorMode,
    boolean asStored,
    @Nullable Integer background,
    long pixelLimit,
    @Nullable ImageSize reducedFor) {

  /** What lies under transparent pixels unless said otherwise. */
  public static final int WHITE = 0xffffff;

  /** The most pixels that are read unless said otherwise: 64 million. */
  public static final long DEFAULT_PIXEL_LIMIT = 64_000_000;

  /** Pictures as people see them: RGB, upright, what is transparent over white. */
  public DecodeOptions() {
    this(ColorMode.RGB, false, WHITE, DEFAULT_PIXEL_LIMIT, null);
  }

  /** Checks the background and the limit. */
  public DecodeOptions {
    if (background != null && (background < 0 || background > WHITE)) {
      throw new IllegalArgumentException(
          "background must be a colour from 0x000000 to 0xffffff. Received: background=0x%x"
              .formatted(background));
    }
    if (pixelLimit < 1 || pixelLimit > Integer.MAX_VALUE / 4) {
      throw new IllegalArgumentException(
          "pixelLimit must be from 1 to %d. Received: pixelLimit=%d"
              .formatted(Integer.MAX_VALUE / 4, pixelLimit));
    }
  }

  /**
   * Pictures as Keras's {@code load_img} sees them: RGB, the orientation left alone, alpha dropped,
   * always whole.
   */
  public static DecodeOptions asKeras() {
    return new DecodeOptions().asStored(true).background(null);
  }

  /** These options with other channels. */
  public DecodeOptions colorMode(ColorMode colorMode) {
    return new DecodeOptions(colorMode, asStored, background, pixelLimit, reducedFor);
  }

  /** These options with the EXIF orientation left alone, or followed. */
  public DecodeOptions asStored(boolean asStored) {
    return new DecodeOptions(colorMode, asStored, background, pixelLimit, reducedFor);
  }

  /** These options with another colour under transparent pixels, 0xRRGGBB, or none (null). */
  public DecodeOptions background(@Nullable Integer background) {
    return new DecodeOptions(colorMode, asStored, background, pixelLimit, reducedFor);
  }

  /** These options with another limit of pixels. */
  public DecodeOptions pixelLimit(long pixelLimit) {
    return new DecodeOptions(colorMode, asStored, background, pixelLimit, reducedFor);
  }

  /** These options with the size that is enough of a large picture, or with none (null). */
  public DecodeOptions reducedFor(@Nullable ImageSize reducedFor) {
    return new DecodeOptions(colorMode, asStored, background, pixelLimit, reducedFor);
  }
}
