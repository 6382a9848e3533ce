package dev.kindling.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The writer of picture files, PNG and JPEG, from pictures of one (grey) or three channels, and PNG
 * of four, the last being alpha.
 */
public final class ImageWriter {

  /** Pillow's default, as a share of 100. */
  private static final float JPEG_QUALITY = 0.75f;

  private ImageWriter() {}

  /**
   * Writes a picture to a file, replacing it if it exists.
   *
   * @throws IOException if the file cannot be written; its message names the file
   */
  public static void write(Image image, Path file, ImageFormat format) throws IOException {
    Files.write(file, encode(image, format));
  }

  /** The content of a file with the picture. */
  public static byte[] encode(Image image, ImageFormat format) {
    javax.imageio.ImageWriter writer =
        ImageIO.getImageWritersByFormatName(format.extension()).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      ImageWriteParam options = writer.getDefaultWriteParam();
      if (format == ImageFormat.JPEG) {
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionQuality(JPEG_QUALITY);
      }
      writer.write(null, new IIOImage(toBuffered(image, format), null, null), options);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage toBuffered(Image image, ImageFormat format) {
    int channels = image.channels();
    if (channels == 2 || (channels == 4 && format == ImageFormat.JPEG)) {
      throw new IllegalArgumentException(
          "A picture to write has 1 or 3 channels, or 4 as PNG. Received: " + channels);
    }
    int type =
        switch (channels) {
          case 1 -> BufferedImage.TYPE_BYTE_GRAY;
          case 3 -> BufferedImage.TYPE_3BYTE_BGR;
          default -> BufferedImage.TYPE_4BYTE_ABGR;
        };
    BufferedImage buffered = new BufferedImage(image.width(), image.height(), type);
    byte[] data = image.data();
    byte[] target = ((DataBufferByte) buffered.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < data.length; i += channels) {
      for (int channel = 0; channel < channels; channel++) {
        target[i + channel] = data[i + channels - 1 - channel];
      }
    }
    return buffered;
  }
}
