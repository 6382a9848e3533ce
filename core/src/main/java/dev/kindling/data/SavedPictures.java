package dev.kindling.data;

import dev.kindling.image.Image;
import dev.kindling.tensor.Shape;

/** Pictures of a batch as they are written to files, to be looked at. */
final class SavedPictures {

  private SavedPictures() {}

  /**
   * The picture at index {@code at}, stretched so that its darkest value is 0 and its lightest 255:
   * Keras's {@code array_to_img} with {@code scale=True}, in its 32-bit steps.
   *
   * @param picture its shape, {@code (height, width, channels)}
   */
  static Image stretched(float[] values, int at, Shape picture) {
    byte[] samples = new byte[(int) picture.elements()];
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < samples.length; i++) {
      lowest = Math.min(lowest, values[at + i]);
      highest = Math.max(highest, values[at + i]);
    }
    float range = highest == lowest ? 1 : highest - lowest;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (int) ((values[at + i] - lowest) / range * 255);
    }
    return new Image(picture.size(0), picture.size(1), picture.size(2), samples);
  }
}
