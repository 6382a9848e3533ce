package dev.kindling.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;

/**
 * WebP pictures, lossy and lossless, with and without alpha, by TwelveMonkeys ImageIO. Of an
 * animation it reads the first frame, on a transparent canvas. The profile is left aside.
 */
final class WebpDecoder {

  private WebpDecoder() {}

  static StoredImage decode(byte[] content, long pixelLimit) throws BrokenPictureException {
    WebpFile file = WebpFile.parse(content, pixelLimit);
    BufferedImage decoded =
        new RawReader(new WebPImageReaderSpi().createReaderInstance(null)).read(file.stripped());
    byte[] samples = (byte[]) Samples.of(decoded);
    int channels = decoded.getRaster().getNumBands();
    Image frame = new Image(file.frame().height(), file.frame().width(), channels, samples);
    return new StoredImage(
        file.frame().equals(file.canvas()) ? frame : onCanvas(frame, file), file.orientation());
  }

  private static Image onCanvas(Image frame, WebpFile file) {
    Image rgba = Colors.convert(frame, ColorMode.RGBA, null);
    int width = file.canvas().width();
    byte[] data = new byte[Math.toIntExact(4 * file.canvas().pixels())];
    for (int y = 0; y < rgba.height(); y++) {
      int to = 4 * ((file.top() + y) * width + file.left());
      System.arraycopy(rgba.data(), 4 * y * rgba.width(), data, to, 4 * rgba.width());
    }
    return new Image(file.canvas().height(), width, 4, data);
  }
}
