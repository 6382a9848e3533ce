package dev.kindling.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * BMP pictures, of Windows and OS/2, by the JDK's ImageIO: 1, 4, 8, 16, 24 and 32 bits a pixel,
 * plain, with bit fields, or run-length encoded; alpha where the header names its bits.
 */
final class BmpDecoder {

  private static final int AFTER_SIGNATURE = 14;
  private static final int OS2_HEADER_LENGTH = 12;

  /** More than a run of 255 pixels in two bytes, with room for skipped places. */
  private static final int PIXELS_PER_BYTE = 1024;

  private BmpDecoder() {}

  static Image decode(byte[] content, long pixelLimit) throws BrokenPictureException {
    checkSize(content, pixelLimit);
    BufferedImage decoded = new RawReader(RawReader.ofJdk("bmp")).read(content);
    Raster raster = decoded.getRaster();
    int height = raster.getHeight();
    int width = raster.getWidth();
    Object raw = raster.getDataElements(0, 0, width, height, null);
    ColorModel colors = decoded.getColorModel();
    if (colors instanceof IndexColorModel palette) {
      byte[] rgb = Samples.lookUp((byte[]) raw, Samples.rgb(palette));
      return new Image(height, width, 3, rgb);
    }
    if (colors instanceof DirectColorModel fields) {
      int channels = fields.hasAlpha() ? 4 : 3;
      return new Image(height, width, channels, unpack(raw, fields, channels));
    }
    return new Image(
        height, width, raster.getNumBands(), (byte[]) raw); // BGR, or a palette of greys
  }

  /** Before ImageIO takes memory by it. */
  private static void checkSize(byte[] content, long pixelLimit) throws BrokenPictureException {
    ByteCursor cursor = new ByteCursor(content, AFTER_SIGNATURE);
    boolean os2 = cursor.i32Little() == OS2_HEADER_LENGTH;
    long width = os2 ? cursor.u16Little() : cursor.i32Little();
    long height = os2 ? cursor.u16Little() : Math.abs((long) cursor.i32Little());
    ImageReader.checkSize(width, height, pixelLimit);
    ImageReader.checkDensity(width * height, content.length, PIXELS_PER_BYTE);
  }

  private static byte[] unpack(Object raw, DirectColorModel fields, int channels) {
    int[] masks = fields.getMasks();
    int pixels = raw instanceof short[] shorts ? shorts.length : ((int[]) raw).length;
    byte[] samples = new byte[pixels * channels];
    int to = 0;
    for (int i = 0; i < pixels; i++) {
      int pixel = raw instanceof short[] shorts ? shorts[i] & 0xffff : ((int[]) raw)[i];
      for (int c = 0; c < channels; c++) {
        samples[to++] = field(pixel, masks[c]);
      }
    }
    return samples;
  }

  /** The bits under a mask, stretched to 0-255 and rounded down, as Pillow does. */
  private static byte field(int pixel, int mask) {
    if (mask == 0) {
      return 0;
    }
    int shift = Integer.numberOfTrailingZeros(mask);
    long largest = Integer.toUnsignedLong(mask) >>> shift;
    return (byte) (((pixel & mask) >>> shift) * 255L / largest);
  }
}
