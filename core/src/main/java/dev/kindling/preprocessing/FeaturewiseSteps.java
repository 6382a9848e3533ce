package dev.kindling.preprocessing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Which steps a generator takes with the statistics of all pictures. One option overrides another,
 * as in Keras: whitening needs centred pictures, and scales by itself; dividing by the standard
 * deviation needs them too.
 */
record FeaturewiseSteps(boolean center, boolean stdNormalization, boolean zcaWhitening) {

  private static final Logger LOG = System.getLogger(ImageDataGenerator.class.getName());

  /** The steps of a generator; warns where Keras does. */
  static FeaturewiseSteps of(ImageDataGenerator generator) {
    boolean center = generator.featurewiseCenter();
    boolean std = generator.featurewiseStdNormalization();
    boolean zca = generator.zcaWhitening();
    if (zca && !center) {
      warnOfOverride("zcaWhitening", "featurewiseCenter");
    }
    if (zca && std) {
      warnOfOverride("zcaWhitening", "featurewiseStdNormalization");
    }
    if (std && !zca && !center) {
      warnOfOverride("featurewiseStdNormalization", "featurewiseCenter");
    }
    return new FeaturewiseSteps(center || std || zca, std && !zca, zca);
  }

  static void warnOfOverride(String option, String overridden) {
    LOG.log(
        Level.WARNING,
        "This ImageDataGenerator specifies {0}, which overrides the setting of {1}.",
        option,
        overridden);
  }

  /** Whether there is any. */
  boolean any() {
    return center;
  }

  /** The options that ask for these steps, for messages. */
  @Override
  public String toString() {
    if (zcaWhitening) {
      return "zcaWhitening";
    }
    return stdNormalization ? "featurewiseStdNormalization" : "featurewiseCenter";
  }
}
