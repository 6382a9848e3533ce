package dev.kindling.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.regex.Pattern;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/**
 * JPEG pictures, by the libjpeg inside the JDK's ImageIO. From YCbCr, what photographs are stored
 * as, it makes red, green and blue itself; of all else it delivers the components as stored, and
 * {@link JpegColors} gives them their meaning.
 *
 * <p>Each thread keeps a reader, since making one costs as much as a small picture.
 */
final class JpegDecoder implements IIOReadWarningListener {

  /**
   * Warnings after which the picture is whole all the same: stray bytes before a marker, and odd
   * but harmless headers. All others ("Truncated File", "premature end of data segment", "bad
   * Huffman code") mean that pixels were made up.
   */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "Corrupt JPEG data: \\d+ extraneous bytes.*|Invalid SOS parameters.*|.*JFIF.*|.*Adobe.*");

  private static final ColorModel RGB =
      new ComponentColorModel(
          ColorSpace.getInstance(ColorSpace.CS_sRGB),
          false,
          false,
          Transparency.OPAQUE,
          DataBuffer.TYPE_BYTE);

  private static final ThreadLocal<@Nullable JpegDecoder> OF_THREAD = new ThreadLocal<>();

  private final ImageReader reader;
  private @Nullable String warning;

  private JpegDecoder() {
    reader = RawReader.ofJdk("jpeg");
    reader.addIIOReadWarningListener(this);
  }

  static StoredImage decode(byte[] content, DecodeOptions options) throws BrokenPictureException {
    JpegHeader header = JpegHeader.parse(content, options.pixelLimit());
    @Nullable Image reduced = ReducedJpeg.decode(header, options);
    return new StoredImage(reduced == null ? whole(header) : reduced, header.orientation());
  }

  private static Image whole(JpegHeader header) throws BrokenPictureException {
    JpegDecoder decoder = OF_THREAD.get();
    OF_THREAD.remove();
    if (decoder == null) {
      decoder = new JpegDecoder();
    }
    byte[] pixels = decoder.pixels(header);
    // Not reached after a failure: a reader that has failed is not used again.
    OF_THREAD.set(decoder);
    int channels = header.colors() == JpegColors.GREY ? 1 : 3;
    return new Image(header.height(), header.width(), channels, pixels);
  }

  /** Grey, or red, green and blue. */
  private byte[] pixels(JpegHeader header) throws BrokenPictureException {
    if (header.colors() == JpegColors.YCBCR && !header.hasDoubledRows()) {
      return samples(header, JpegDecoder::converted);
    }
    byte[] components = samples(header, (reader, whole) -> reader.readRaster(0, null));
    for (int i = 0; i < header.doubledRows().length; i++) {
      if (header.doubledRows()[i]) {
        JpegRows440.smooth(
            components, header.width(), header.height(), header.doubledRows().length, i);
      }
    }
    return header.colors().toSamples(components);
  }

  /** A way to read the picture that is the reader's input. */
  @FunctionalInterface
  private interface Reading {
    Raster read(ImageReader reader, JpegHeader header) throws IOException;
  }

  /** Reads red, green and blue. The destination is given because ImageIO's own would be BGR. */
  private static Raster converted(ImageReader reader, JpegHeader header) throws IOException {
    WritableRaster rgb =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_BYTE, header.width(), header.height(), 3, null);
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setDestination(new BufferedImage(RGB, rgb, false, null));
    return reader.read(0, parameters).getRaster();
  }

  /** The samples of all pixels, interleaved. */
  private byte[] samples(JpegHeader header, Reading reading) throws BrokenPictureException {
    warning = null;
    Raster raster;
    try (ByteArrayImageStream stream = new ByteArrayImageStream(header.stripped())) {
      reader.setInput(stream, true, true);
      raster = reading.read(reader, header);
      reader.setInput(null);
    } catch (IOException | RuntimeException e) {
      // ImageIO answers hostile bytes with many kinds of runtime exceptions.
      reader.dispose();
      throw new BrokenPictureException("is damaged: " + RawReader.reason(e));
    }
    if (warning != null) {
      throw new BrokenPictureException(
          warning.equals("Truncated File")
              ? "is cut off: the JPEG data ends too early"
              : "is damaged: " + warning);
    }
    return ((DataBufferByte) raster.getDataBuffer()).getData();
  }

  @Override
  public void warningOccurred(ImageReader source, String text) {
    if (warning == null && !HARMLESS.matcher(text).matches()) {
      warning = text;
    }
  }
}
