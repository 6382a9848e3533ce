package dev.kindling.image;

import java.util.Arrays;

/**
 * PNG pictures: all colour types and bit depths, interlaced or not, by the JDK's ImageIO. Of an
 * animation it reads the picture that programs without animation show. Gamma and profiles are left
 * aside, as Pillow does.
 */
final class PngDecoder {

  private final PngFile file;

  private PngDecoder(PngFile file) {
    this.file = file;
  }

  static StoredImage decode(byte[] content, long pixelLimit) throws BrokenPictureException {
    PngFile file = PngFile.parse(content, pixelLimit);
    Object samples = Samples.of(new RawReader(RawReader.ofJdk("png")).read(file.stripped()));
    return new StoredImage(new PngDecoder(file).image(samples), file.orientation());
  }

  /**
   * The picture of samples.
   *
   * @param raw bytes, or shorts if they have 16 bits
   */
  private Image image(Object raw) {
    if (file.colorType() == PngFile.PALETTE) {
      return lookUp((byte[]) raw);
    }
    byte[] samples = Samples.toBytes(raw, file.depth());
    int channels = samples.length / (file.width() * file.height());
    byte[] transparent = file.transparency();
    if (transparent != null && channels % 2 == 1 && transparent.length >= 2 * channels) {
      samples = withAlpha(raw, samples, channels, transparent);
      channels++;
    }
    return new Image(file.height(), file.width(), channels, samples);
  }

  /** Beyond the end of a palette lies black. */
  private Image lookUp(byte[] indices) {
    byte[] palette = Arrays.copyOf(file.palette(), 3 * 256);
    byte[] transparency = file.transparency();
    if (transparency == null) {
      return new Image(file.height(), file.width(), 3, Samples.lookUp(indices, palette));
    }
    byte[] alpha = new byte[256];
    Arrays.fill(alpha, (byte) 255);
    System.arraycopy(transparency, 0, alpha, 0, Math.min(256, transparency.length));
    byte[] rgba = Samples.lookUp(indices, palette, alpha);
    return new Image(file.height(), file.width(), 4, rgba);
  }

  /** Alpha is 0 where a pixel has the transparent colour, in all its bits, and 255 elsewhere. */
  private byte[] withAlpha(Object raw, byte[] samples, int channels, byte[] transparent) {
    int mask = (1 << file.depth()) - 1;
    int pixels = samples.length / channels;
    byte[] out = new byte[pixels * (channels + 1)];
    for (int pixel = 0; pixel < pixels; pixel++) {
      boolean same = true;
      for (int c = 0; c < channels; c++) {
        int i = pixel * channels + c;
        int value = raw instanceof short[] wide ? wide[i] : ((byte[]) raw)[i];
        int key = (transparent[2 * c] << 8) | (transparent[2 * c + 1] & 0xff);
        same &= (value & mask) == (key & mask);
        out[pixel * (channels + 1) + c] = samples[i];
      }
      out[pixel * (channels + 1) + channels] = (byte) (same ? 0 : 255);
    }
    return out;
  }
}
