package dev.kindling.experiments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one network sees in the pictures of a run: its features, and what it sees on the way to
 * them.
 */
final class Look implements AutoCloseable {

  private final FrozenNetwork network;
  private final RunPictures pictures;
  private final FrozenFeatures features;
  private final List<float[][]> variants = new ArrayList<>();

  /** Of the last pictures that were looked at; 0 while all were known from earlier runs. */
  private double secondsOfPicture;

  /**
   * Nothing seen yet.
   *
   * @param network with its depths
   * @param pictures of its size
   */
  Look(FrozenNetwork network, RunPictures pictures, RunOptions options, TrainingListener listener) {
    this.network = network.depths(true);
    this.pictures = pictures;
    this.features = new FrozenFeatures(this.network, options, listener);
  }

  /** The pictures looked at. */
  RunPictures pictures() {
    return pictures;
  }

  /** Whether it is what this network, with its depths or without, sees. */
  boolean isOf(FrozenNetwork other) {
    return network.equals(other.depths(true));
  }

  /** Looks at so many variants of each training picture, those that have not been looked at. */
  void see(int count, FrozenFeatures.GoingOn goingOn) throws IOException {
    while (variants.size() < count) {
      long start = System.nanoTime();
      int[] missing = new int[1];
      FrozenFeatures.GoingOn counting =
          (computed, of) -> {
            missing[0] = of;
            goingOn.requireAfter(computed, of);
          };
      variants.add(features.of(pictures.training(), new Variant(variants.size()), counting));
      if (missing[0] > 0) {
        secondsOfPicture = (System.nanoTime() - start) / 1e9 / missing[0];
      }
    }
  }

  /** What looking at the validation pictures takes. */
  double secondsToMeasure() {
    return unseen() * secondsOfPicture;
  }

  /** What is seen in the validation pictures. */
  float[][] validation(FrozenFeatures.GoingOn goingOn) throws IOException {
    return features.of(pictures.validation(), Variant.ITSELF, goingOn);
  }

  /** How many validation pictures have not been looked at in this run or an earlier one. */
  int unseen() {
    return (int) pictures.validation().hashes().stream().filter(features.known().negate()).count();
  }

  /** What is seen in a variant of a training picture. */
  float[] row(int picture, int variant) {
    return variants.get(variant)[picture];
  }

  /** How many numbers the network gives, with its depths or without. */
  int width(FrozenNetwork as) {
    return as.depths() ? variants.get(0)[0].length : as.backbone().featureCount();
  }

  /** Copies what a network gives, with its depths or without: features come last in a row. */
  void copy(float[] row, FrozenNetwork as, float[] into, int at) {
    int width = width(as);
    System.arraycopy(row, row.length - width, into, at, width);
  }

  @Override
  public void close() {
    features.close();
  }
}
