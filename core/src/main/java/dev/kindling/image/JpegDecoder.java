package dev.kindling.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/**
 * JPEG pictures, by the libjpeg inside the JDK's ImageIO. It delivers the components as stored,
 * without colour conversion; {@link JpegColors} turns them into red, green and blue.
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

  private static final ThreadLocal<@Nullable JpegDecoder> OF_THREAD = new ThreadLocal<>();

  private final ImageReader reader;
  private @Nullable String warning;

  private JpegDecoder() {
    reader = newReader();
    reader.addIIOReadWarningListener(this);
  }

  static Image decode(byte[] content) throws BrokenPictureException {
    JpegHeader header = JpegHeader.parse(content);
    JpegDecoder decoder = OF_THREAD.get();
    OF_THREAD.remove();
    if (decoder == null) {
      decoder = new JpegDecoder();
    }
    byte[] pixels = decoder.components(header);
    // Not reached after a failure: a reader that has failed is not used again.
    OF_THREAD.set(decoder);
    for (int i = 0; i < header.doubledRows().length; i++) {
      if (header.doubledRows()[i]) {
        JpegRows440.smooth(pixels, header.width(), header.height(), header.doubledRows().length, i);
      }
    }
    return new Image(header.height(), header.width(), 3, header.colors().toRgb(pixels));
  }

  /** The components of all pixels, interleaved. */
  private byte[] components(JpegHeader header) throws BrokenPictureException {
    warning = null;
    Raster raster;
    try (ByteArrayImageStream stream = new ByteArrayImageStream(header.stripped())) {
      reader.setInput(stream, true, true);
      raster = reader.readRaster(0, null);
      reader.setInput(null);
    } catch (IOException | RuntimeException e) {
      // ImageIO answers hostile bytes with many kinds of runtime exceptions.
      reader.dispose();
      throw new BrokenPictureException("is damaged: " + reason(e));
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

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  /** The JDK's own reader: a plug-in of another library on the class path may give other pixels. */
  private static ImageReader newReader() {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if ("java.desktop".equals(reader.getClass().getModule().getName())) {
        return reader;
      }
    }
    throw new IllegalStateException(
        "This Java runtime has no JPEG reader: its module java.desktop is not complete.");
  }
}
