package dev.kindling.preprocessing;

/**
 * The sum of 32-bit numbers in 32 bits as NumPy takes it: in eight partial sums, and halves of
 * halves for more than 128 numbers. That decides what is left of a picture of one colour when its
 * mean is subtracted: nothing, or a little that a division by its spread makes large.
 */
final class PairwiseSum {

  /** What NumPy adds up without halving ({@code PW_BLOCKSIZE}). */
  private static final int BLOCK = 128;

  private final float[] values;
  private final int at;
  private final int pixels;
  private final int channels;

  /**
   * The sum of a picture's values.
   *
   * @param at where the picture begins
   * @param planar whether the order is channel after channel, rather than pixel after pixel
   */
  PairwiseSum(float[] values, int at, int length, int channels, boolean planar) {
    this.values = values;
    this.at = at;
    this.pixels = planar ? length / channels : length;
    this.channels = planar ? channels : 1;
  }

  /** The sum of all {@code f(value)}. */
  float of(Term term) {
    return sum(0, pixels * channels, term);
  }

  /** What is summed. */
  interface Term {
    float of(float value);
  }

  private float sum(int from, int count, Term term) {
    if (count > BLOCK) {
      int half = count / 2;
      half -= half % 8;
      return sum(from, half, term) + sum(from + half, count - half, term);
    }
    if (count < 8) {
      float sum = -0f;
      for (int i = from; i < from + count; i++) {
        sum += term.of(value(i));
      }
      return sum;
    }
    float[] partial = new float[8];
    int whole = count - count % 8;
    for (int i = 0; i < whole; i++) {
      float value = term.of(value(from + i));
      partial[i % 8] = i < 8 ? value : partial[i % 8] + value;
    }
    float sum =
        ((partial[0] + partial[1]) + (partial[2] + partial[3]))
            + ((partial[4] + partial[5]) + (partial[6] + partial[7]));
    for (int i = from + whole; i < from + count; i++) {
      sum += term.of(value(i));
    }
    return sum;
  }

  private float value(int i) {
    return values[at + i % pixels * channels + i / pixels];
  }
}
