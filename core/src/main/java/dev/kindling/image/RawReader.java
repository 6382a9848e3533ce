package dev.kindling.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/** A decoder of ImageIO's kind, asked for the samples as stored, without conversion of colours. */
final class RawReader implements IIOReadWarningListener {

  private final ImageReader reader;
  private final Predicate<String> harmless;
  private @Nullable String warning;

  /** A decoder each of whose warnings means that the picture is damaged. */
  RawReader(ImageReader reader) {
    this(reader, warning -> false);
  }

  /** A decoder some of whose warnings mean nothing. */
  RawReader(ImageReader reader, Predicate<String> harmless) {
    this.reader = reader;
    this.harmless = harmless;
    reader.addIIOReadWarningListener(this);
  }

  /**
   * The JDK's own reader of a format: a plug-in of another library on the class path may give other
   * pixels.
   */
  static ImageReader ofJdk(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if ("java.desktop".equals(reader.getClass().getModule().getName())) {
        return reader;
      }
    }
    throw new IllegalStateException(
        "This Java runtime has no %s reader: its module java.desktop is not complete."
            .formatted(format));
  }

  /** The first picture of a file; its size has been checked before. */
  BufferedImage read(byte[] content) throws BrokenPictureException {
    try (ByteArrayImageStream stream = new ByteArrayImageStream(content)) {
      reader.setInput(stream, false, true);
      ImageReadParam options = reader.getDefaultReadParam();
      options.setDestinationType(reader.getRawImageType(0));
      BufferedImage image = reader.read(0, options);
      if (warning != null) {
        throw new BrokenPictureException("is damaged: " + warning);
      }
      return image;
    } catch (IOException | RuntimeException e) {
      // Decoders answer hostile bytes with many kinds of runtime exceptions.
      throw new BrokenPictureException("is damaged: " + reason(e));
    } finally {
      reader.dispose();
    }
  }

  @Override
  public void warningOccurred(ImageReader source, String text) {
    if (!harmless.test(text)) {
      warning = text;
    }
  }

  /** What an exception says, in one line. */
  static String reason(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow();
  }
}
