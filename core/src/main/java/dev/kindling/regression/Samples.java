package dev.kindling.regression;

import dev.kindling.engine.Matrix;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * What a regression learns from: pictures by their features, and the class of each. Every picture
 * may come in several variants, which count as one together.
 *
 * <p>The features lie in native memory, standardized there: each less its mean, over its standard
 * deviation. They are held until this is {@linkplain #close() closed}.
 */
public final class Samples implements AutoCloseable {

  private final int[] classOf;
  private final int classes;
  private final int variants;
  private final double[] weights;
  private final Scaling scaling;
  private final Matrix x;

  /**
   * Samples in which each picture counts once.
   *
   * @param classOf the class of each picture, from 0
   * @param classes how many classes there are
   * @param variants how many there are of each picture, the first being the picture itself
   * @param rows the features of a sample, by its number: first those of all pictures themselves,
   *     then all of the second variant, and so on. Asked for several times.
   */
  public Samples(int[] classOf, int classes, int variants, IntFunction<float[]> rows) {
    this(classOf, classes, variants, rows, ones(classOf.length));
  }

  /**
   * Samples.
   *
   * @param weights how much each picture counts
   */
  public Samples(
      int[] classOf, int classes, int variants, IntFunction<float[]> rows, double[] weights) {
    this.classOf = classOf.clone();
    this.classes = classes;
    this.variants = variants;
    this.weights = weights.clone();
    int samples = classOf.length * variants;
    scaling = Scaling.of(samples, rows, ones(samples));
    x = new Matrix(samples, scaling.means().length);
    for (int i = 0; i < samples; i++) {
      x.put(i, scaling.scaled(rows.apply(i)));
    }
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Weights by which all classes count alike together, however many pictures each has. */
  public static double[] balanced(int[] classOf, int classes) {
    int[] counts = new int[classes];
    for (int label : classOf) {
      counts[label]++;
    }
    return Arrays.stream(classOf)
        .mapToDouble(label -> (double) classOf.length / classes / counts[label])
        .toArray();
  }

  /** The number of pictures. */
  public int pictures() {
    return classOf.length;
  }

  /** The number of features. */
  public int features() {
    return x.columns();
  }

  /** The number of classes. */
  public int classes() {
    return classes;
  }

  int samples() {
    return x.rows();
  }

  int classOf(int sample) {
    return classOf[sample % classOf.length];
  }

  double weight(int sample) {
    return weights[sample % classOf.length] / variants;
  }

  /** The features as they are in memory: standardized. */
  Matrix x() {
    return x;
  }

  /** How they became so. */
  Scaling scaling() {
    return scaling;
  }

  @Override
  public void close() {
    x.close();
  }
}
