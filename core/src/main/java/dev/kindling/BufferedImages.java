package dev.kindling;

import dev.kindling.image.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/** Pictures of Java's own kind as pictures of samples. */
final class BufferedImages {

  private BufferedImages() {}

  /**
   * Red, green and blue; alpha is dropped. Grey is taken as it stands in memory: {@code getRGB}
   * would take it for linear light and make 168 of 100.
   */
  static Image toImage(BufferedImage picture) {
    boolean grey = picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    return new Image(
        picture.getHeight(), picture.getWidth(), 3, grey ? grey(picture) : colors(picture));
  }

  private static byte[] colors(BufferedImage picture) {
    int width = picture.getWidth();
    byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(width, picture.getHeight()), 3)];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int color : row) {
        data[at++] = (byte) (color >> 16);
        data[at++] = (byte) (color >> 8);
        data[at++] = (byte) color;
      }
    }
    return data;
  }

  private static byte[] grey(BufferedImage picture) {
    Raster raster = picture.getRaster();
    int width = picture.getWidth();
    int surplusBits = picture.getColorModel().getComponentSize(0) - 8;
    byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(width, picture.getHeight()), 3)];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int sample : row) {
        byte level = (byte) (surplusBits >= 0 ? sample >> surplusBits : sample << -surplusBits);
        data[at++] = level;
        data[at++] = level;
        data[at++] = level;
      }
    }
    return data;
  }
}
