package dev.kindling.engine;

import java.util.Locale;

/** The kind of floating point number in which a network's values are computed. */
public enum Precision {
  /** {@link #BF16} where the processor multiplies such numbers in hardware, else {@link #F32}. */
  AUTO,
  /** 32-bit floating point throughout. */
  F32,
  /**
   * 16-bit brain floating point (8 bits of mantissa) for values inside the network; sums, weights
   * that are trained, and the network's outputs stay in 32 bits.
   */
  BF16;

  /** This precision, with {@link #AUTO} settled for the processor at hand. */
  public Precision resolve() {
    if (this != AUTO) {
      return this;
    }
    return Dnnl.hasFastBf16() ? BF16 : F32;
  }

  /** The name in lower case, as users type it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
