package dev.kindling.image;

/** Small steps from stored samples to red, green and blue that several formats share. */
final class Samples {

  private Samples() {}

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
}
