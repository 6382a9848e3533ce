package dev.kindling.random;

import java.util.Arrays;

/**
 * NumPy's legacy generator ({@code numpy.random.RandomState}, also behind {@code numpy.random.seed}
 * and its fellows): the same seed and the same calls give the same numbers, bit for bit.
 *
 * <p>Underneath is the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) with its reference
 * seeding {@code init_genrand}. Not for use by several threads at once.
 */
public final class NumpyRandom {

  /** The largest seed. */
  public static final long MAX_SEED = 0xFFFF_FFFFL;

  private static final int STATE_SIZE = 624;
  private static final int SHIFT = 397;
  private static final int MATRIX = 0x9908B0DF;

  private final int[] state = new int[STATE_SIZE];
  private int position;

  /**
   * A generator at the start of a seed's numbers: {@code RandomState(seed)}.
   *
   * @throws IllegalArgumentException if the seed is not within 0 and {@link #MAX_SEED}
   */
  public NumpyRandom(long seed) {
    seed(seed);
  }

  /**
   * Goes back to the start of a seed's numbers: {@code numpy.random.seed(seed)}.
   *
   * @throws IllegalArgumentException if the seed is not within 0 and {@link #MAX_SEED}
   */
  public void seed(long seed) {
    if (seed < 0 || seed > MAX_SEED) {
      throw new IllegalArgumentException(
          "A seed must be within 0 and 4294967295, as for NumPy. Received: " + seed);
    }
    state[0] = (int) seed;
    for (int i = 1; i < STATE_SIZE; i++) {
      int previous = state[i - 1];
      state[i] = 1812433253 * (previous ^ (previous >>> 30)) + i;
    }
    position = STATE_SIZE;
  }

  /** A number from 0 (included) to 1 (excluded), of 53 random bits. */
  public double random() {
    int high = nextInt() >>> 5;
    int low = nextInt() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /** A number from {@code low} to {@code high}, by one call of {@link #random()}. */
  public double uniform(double low, double high) {
    return low + (high - low) * random();
  }

  /**
   * A whole number from 0 (included) to n (excluded). A choice of one draws nothing.
   *
   * @throws IllegalArgumentException if n is not positive
   */
  public int choice(int n) {
    if (n <= 0) {
      throw new IllegalArgumentException("A choice is among 1 or more. Received: " + n);
    }
    return (int) randint(0, n);
  }

  /**
   * One of the values, each as likely.
   *
   * @throws IllegalArgumentException if there are none
   */
  public double choice(double[] values) {
    return values[choice(values.length)];
  }

  /** The numbers from 0 to n - 1 in random order. */
  public int[] permutation(int n) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    for (int i = n - 1; i > 0; i--) {
      int j = (int) bounded(i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /**
   * A whole number from 0 (included) to {@code high} (excluded).
   *
   * @throws IllegalArgumentException if there is no such number
   */
  public long randint(long high) {
    return randint(0, high);
  }

  /**
   * A whole number from {@code low} (included) to {@code high} (excluded), as NumPy's default type
   * {@code int64} gives it.
   *
   * @throws IllegalArgumentException if there is no such number
   */
  public long randint(long low, long high) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "randint(low, high) needs low < high. Received: low = %d, high = %d"
              .formatted(low, high));
    }
    return low + bounded(high - 1 - low);
  }

  /**
   * A number from 0 to 1 of the beta distribution, by Jöhnk's way, as NumPy takes it for parameters
   * up to 1.
   *
   * @throws IllegalArgumentException if a parameter is not above 0, or above 1
   */
  public double beta(double a, double b) {
    if (!(a > 0 && a <= 1 && b > 0 && b <= 1)) {
      throw new IllegalArgumentException(
          "beta(a, b) takes parameters above 0 and not above 1. Received: a = %s, b = %s"
              .formatted(a, b));
    }
    while (true) {
      double u = random();
      double v = random();
      double x = StrictMath.pow(u, 1 / a);
      double y = StrictMath.pow(v, 1 / b);
      if (x + y > 1) {
        continue;
      }
      if (x + y > 0) {
        return x / (x + y);
      }
      // Both too small for a double: the same by logarithms.
      double logX = StrictMath.log(u) / a;
      double logY = StrictMath.log(v) / b;
      double larger = Math.max(logX, logY);
      return StrictMath.exp(
          logX
              - larger
              - StrictMath.log(StrictMath.exp(logX - larger) + StrictMath.exp(logY - larger)));
    }
  }

  /** A number from 0 to {@code max}, both included and unsigned, by masking and rejection. */
  private long bounded(long max) {
    if (max == 0) {
      return 0;
    }
    long mask = -1L >>> Long.numberOfLeadingZeros(max);
    boolean fitsInt = max >>> 32 == 0;
    long value;
    do {
      value = (fitsInt ? nextInt() : nextLong()) & mask;
    } while (Long.compareUnsigned(value, max) > 0);
    return value;
  }

  private long nextLong() {
    long high = nextInt();
    return high << 32 | Integer.toUnsignedLong(nextInt());
  }

  /** The next 32 random bits. */
  private int nextInt() {
    if (position == STATE_SIZE) {
      refill();
    }
    int bits = state[position++];
    bits ^= bits >>> 11;
    bits ^= bits << 7 & 0x9D2C5680;
    bits ^= bits << 15 & 0xEFC60000;
    return bits ^ bits >>> 18;
  }

  private void refill() {
    for (int i = 0; i < STATE_SIZE; i++) {
      int bits = (state[i] & 0x8000_0000) | (state[(i + 1) % STATE_SIZE] & 0x7FFF_FFFF);
      int twisted = bits >>> 1 ^ ((bits & 1) == 0 ? 0 : MATRIX);
      state[i] = state[(i + SHIFT) % STATE_SIZE] ^ twisted;
    }
    position = 0;
  }
}
