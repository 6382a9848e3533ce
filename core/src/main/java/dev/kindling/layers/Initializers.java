package dev.kindling.layers;

/** Keras's initializers that go by their names alone. */
public final class Initializers {

  /** Zeros. Draws nothing. */
  public static final Initializer ZEROS = new Initializer.Constant("Zeros", 0);

  /** Ones. Draws nothing. */
  public static final Initializer ONES = new Initializer.Constant("Ones", 1);

  /** Uniform with a variance of {@code 2 / (fan in + fan out)} (Glorot and Bengio, 2010). */
  public static final Initializer GLOROT_UNIFORM =
      new Initializer.VarianceScaling("GlorotUniform", 1, "fan_avg", "uniform");

  /** Normal, with the same variance. */
  public static final Initializer GLOROT_NORMAL =
      new Initializer.VarianceScaling("GlorotNormal", 1, "fan_avg", "truncated_normal");

  /** Uniform with a variance of {@code 2 / fan in} (He and others, 2015). */
  public static final Initializer HE_UNIFORM =
      new Initializer.VarianceScaling("HeUniform", 2, "fan_in", "uniform");

  /** Normal, with the same variance. */
  public static final Initializer HE_NORMAL =
      new Initializer.VarianceScaling("HeNormal", 2, "fan_in", "truncated_normal");

  /** Uniform with a variance of {@code 1 / fan in} (LeCun and others, 1998). */
  public static final Initializer LECUN_UNIFORM =
      new Initializer.VarianceScaling("LecunUniform", 1, "fan_in", "uniform");

  /** Normal, with the same variance. */
  public static final Initializer LECUN_NORMAL =
      new Initializer.VarianceScaling("LecunNormal", 1, "fan_in", "truncated_normal");

  private Initializers() {}
}
