package dev.kindling.bench;

import dev.kindling.image.Image;

/**
 * A picture with edges, slopes and grain, so that a JPEG of it is about as large as a photograph.
 */
public final class MadePicture {

  private MadePicture() {}

  /** So many rows and columns of it. */
  public static Image of(int height, int width) {
    byte[] samples = new byte[height * width * 3];
    int grain = 1;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        boolean inside = Math.hypot(row - height / 2.0, column - width / 3.0) < height / 4.0;
        int at = (row * width + column) * 3;
        for (int channel = 0; channel < 3; channel++) {
          grain = grain * 1664525 + 1013904223;
          int slope = 40 + 120 * (channel == 0 ? row : column) / Math.max(height, width);
          samples[at + channel] = (byte) (slope + (inside ? 60 : 0) + (grain >>> 28));
        }
      }
    }
    return new Image(height, width, 3, samples);
  }
}
