package dev.kindling.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import javax.imageio.ImageReader;

/**
 * TIFF pictures by TwelveMonkeys ImageIO: strips and tiles, 1 to 16 bits a sample, grey, palette,
 * RGB, CMYK and YCbCr, with and without alpha, all usual compressions. Of several pages it reads
 * the first. The profile is left aside.
 */
final class TiffDecoder {

  private TiffDecoder() {}

  /** The picture, upright: Pillow turns TIFF pictures whatever is asked, and so does this. */
  static StoredImage decode(byte[] content, long pixelLimit) throws BrokenPictureException {
    TiffFile.check(content, pixelLimit);
    ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
    BufferedImage decoded = new RawReader(reader, TiffDecoder::isHarmless).read(content);
    int orientation = Orientation.inExif(content, 0, content.length);
    return StoredImage.upright(Orientation.of(orientation, 0).turn(image(decoded)));
  }

  /** A last strip may be shorter than the others; those that are too short were refused before. */
  private static boolean isHarmless(String warning) {
    return warning.startsWith("strip/tileByteCount < required");
  }

  private static Image image(BufferedImage decoded) throws BrokenPictureException {
    int height = decoded.getHeight();
    int width = decoded.getWidth();
    ColorModel colors = decoded.getColorModel();
    Object raw = Samples.of(decoded);
    if (colors instanceof IndexColorModel palette) {
      if (raw instanceof short[]) {
        throw new BrokenPictureException("is a TIFF with a palette of more than 256 colours");
      }
      return new Image(height, width, 3, Samples.lookUp((byte[]) raw, Samples.rgb(palette)));
    }
    byte[] samples = Samples.toBytes(raw, Math.min(8, colors.getComponentSize(0)));
    int stored = samples.length / (height * width);
    boolean inks = colors.getColorSpace().getType() == ColorSpace.TYPE_CMYK;
    int channels = colors.getNumColorComponents() + (colors.hasAlpha() && !inks ? 1 : 0);
    samples = firstOf(samples, stored, channels);
    if (inks) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (byte) ~samples[i];
      }
      return new Image(height, width, 3, JpegColors.CMYK.toSamples(samples));
    }
    if (colors.hasAlpha() && colors.isAlphaPremultiplied()) {
      divideByAlpha(samples, channels);
    }
    return new Image(height, width, channels, samples);
  }

  /** Of each pixel's samples the first: what follows has no stated meaning. */
  private static byte[] firstOf(byte[] samples, int stored, int channels) {
    if (stored == channels) {
      return samples;
    }
    byte[] first = new byte[samples.length / stored * channels];
    for (int from = 0, to = 0; to < first.length; from += stored, to += channels) {
      System.arraycopy(samples, from, first, to, channels);
    }
    return first;
  }

  private static void divideByAlpha(byte[] samples, int channels) {
    for (int i = 0; i < samples.length; i += channels) {
      int alpha = samples[i + channels - 1] & 0xff;
      for (int c = 0; c < channels - 1; c++) {
        int value = samples[i + c] & 0xff;
        samples[i + c] = (byte) (alpha == 0 ? 0 : Math.min(255, value * 255 / alpha));
      }
    }
  }
}
