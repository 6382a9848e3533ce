package dev.kindling.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Small steps from stored samples to those of a picture that several formats share. */
final class Samples {

  private Samples() {}

  /**
   * The samples that a decoder gave, row by row, those of a pixel side by side. They are not copied
   * if they lie so already: of a large picture they are most of the memory that it takes.
   *
   * @return bytes, or shorts of 16 bits
   */
  static Object of(BufferedImage decoded) throws BrokenPictureException {
    Raster raster = decoded.getRaster();
    Object samples =
        isInOrder(raster)
            ? array(raster.getDataBuffer())
            : raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), null);
    if (samples instanceof byte[] || samples instanceof short[]) {
      return samples;
    }
    throw new BrokenPictureException(
        "has samples of more than 16 bits, or fractions; only whole numbers of up to 16 bits are"
            + " supported");
  }

  private static boolean isInOrder(Raster raster) {
    if (!(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)) {
      return false;
    }
    int bands = model.getNumBands();
    DataBuffer buffer = raster.getDataBuffer();
    return Arrays.equals(model.getBandOffsets(), IntStream.range(0, bands).toArray())
        && model.getPixelStride() == bands
        && model.getScanlineStride() == bands * raster.getWidth()
        && buffer.getNumBanks() == 1
        && buffer.getOffset() == 0
        && buffer.getSize() == bands * raster.getWidth() * raster.getHeight()
        && raster.getSampleModelTranslateX() == 0
        && raster.getSampleModelTranslateY() == 0;
  }

  private static @Nullable Object array(DataBuffer buffer) {
    if (buffer instanceof DataBufferByte bytes) {
      return bytes.getData();
    }
    return buffer instanceof DataBufferUShort shorts ? shorts.getData() : null;
  }

  /** Samples of any depth as 8 bits: the upper eight of 16, fewer stretched to 0-255. */
  static byte[] toBytes(Object raw, int depth) {
    if (raw instanceof short[] wide) {
      byte[] upper = new byte[wide.length];
      for (int i = 0; i < wide.length; i++) {
        upper[i] = (byte) (wide[i] >> 8);
      }
      return upper;
    }
    byte[] samples = (byte[]) raw;
    if (depth < 8) {
      int largest = (1 << depth) - 1;
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (byte) (samples[i] * 255 / largest);
      }
    }
    return samples;
  }

  /** Each grey sample three times. */
  static byte[] repeatGrey(byte[] grey) {
    byte[] rgb = new byte[grey.length * 3];
    for (int from = 0, to = 0; from < grey.length; from++, to += 3) {
      rgb[to] = grey[from];
      rgb[to + 1] = grey[from];
      rgb[to + 2] = grey[from];
    }
    return rgb;
  }

  /** The red, green and blue of a palette's colours; black beyond its end. */
  static byte[] rgb(IndexColorModel palette) {
    byte[] rgb = new byte[3 * 256];
    for (int i = 0; i < Math.min(256, palette.getMapSize()); i++) {
      rgb[3 * i] = (byte) palette.getRed(i);
      rgb[3 * i + 1] = (byte) palette.getGreen(i);
      rgb[3 * i + 2] = (byte) palette.getBlue(i);
    }
    return rgb;
  }

  /** The red, green and blue at each index of a palette of 256 colours. */
  static byte[] lookUp(byte[] indices, byte[] palette) {
    byte[] rgb = new byte[indices.length * 3];
    for (int from = 0, to = 0; from < indices.length; from++, to += 3) {
      int color = 3 * (indices[from] & 0xff);
      rgb[to] = palette[color];
      rgb[to + 1] = palette[color + 1];
      rgb[to + 2] = palette[color + 2];
    }
    return rgb;
  }

  /** The red, green, blue and alpha at each index of a palette of 256 colours. */
  static byte[] lookUp(byte[] indices, byte[] palette, byte[] alpha) {
    byte[] rgba = new byte[indices.length * 4];
    for (int from = 0, to = 0; from < indices.length; from++, to += 4) {
      int index = indices[from] & 0xff;
      System.arraycopy(palette, 3 * index, rgba, to, 3);
      rgba[to + 3] = alpha[index];
    }
    return rgba;
  }
}
