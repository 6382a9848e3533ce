package dev.kindling.engine;

/**
 * The numbers that one Gaussian noise adds in one step. They depend on the step's seed, the noise's
 * place in the network and the standard deviation alone.
 */
final class GaussianNumbers implements Draw {

  private final float[] numbers;
  private final NativeFloats target;
  private final double stddev;
  private final int index;

  GaussianNumbers(NativeFloats target, int elements, double stddev, int index) {
    this.numbers = new float[elements];
    this.target = target;
    this.stddev = stddev;
    this.index = index;
  }

  @Override
  public void draw(long seed) {
    fill(numbers, stddev, seed, index);
    target.put(numbers);
  }

  /** By the method of Box and Muller, from the generator that decides what dropouts drop. */
  static void fill(float[] numbers, double stddev, long seed, int index) {
    long state = DropoutMask.start(seed, index);
    for (int i = 0; i < numbers.length; i++) {
      state += DropoutMask.STEP;
      double radius = Math.sqrt(-2 * Math.log(1 - DropoutMask.uniform(state)));
      state += DropoutMask.STEP;
      numbers[i] = (float) (stddev * radius * Math.cos(2 * Math.PI * DropoutMask.uniform(state)));
    }
  }
}
