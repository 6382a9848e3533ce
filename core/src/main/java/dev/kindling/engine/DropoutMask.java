package dev.kindling.engine;

/**
 * The numbers that one dropout multiplies by in one step: 0, or {@code 1 / (1 - rate)}. They depend
 * on the step's seed, the dropout's place in the network and the rate alone.
 */
final class DropoutMask implements Draw {

  /** By how much the generator's state moves from number to number. */
  static final long STEP = 0x9E3779B97F4A7C15L;

  private final float[] numbers;
  private final NativeFloats target;
  private final double rate;
  private final int index;

  DropoutMask(NativeFloats target, int elements, double rate, int index) {
    this.numbers = new float[elements];
    this.target = target;
    this.rate = rate;
    this.index = index;
  }

  @Override
  public void draw(long seed) {
    fill(numbers, rate, seed, index);
    target.put(numbers);
  }

  /** SplitMix64 (Steele, Lea and Flood, 2014) from a state that seed and index decide. */
  static void fill(float[] numbers, double rate, long seed, int index) {
    long state = start(seed, index);
    float kept = (float) (1 / (1 - rate));
    long threshold = (long) (rate * (1L << 53));
    for (int i = 0; i < numbers.length; i++) {
      state += STEP;
      numbers[i] = (mix(state) >>> 11) < threshold ? 0 : kept;
    }
  }

  static long start(long seed, int index) {
    return mix(seed + STEP * (index + 1));
  }

  /** The number from 0 to 1 that belongs to a state. */
  static double uniform(long state) {
    return (mix(state) >>> 11) * 0x1p-53;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
