package dev.kindling.app;

import dev.kindling.preprocessing.ImageDataGenerator;
import picocli.CommandLine.Option;

/** The options of Keras's {@code ImageDataGenerator} that standardise values, under its names. */
final class StandardizingOptions {

  @Option(names = "--samplewise-center", description = "Subtract each picture's own mean.")
  private boolean samplewiseCenter;

  @Option(
      names = "--samplewise-std-normalization",
      description = "Divide each picture by its own standard deviation.")
  private boolean samplewiseStdNormalization;

  @Option(
      names = "--featurewise-center",
      description = "Subtract the mean of all pictures that are shown.")
  private boolean featurewiseCenter;

  @Option(
      names = "--featurewise-std-normalization",
      description = "Divide by the standard deviation of all pictures that are shown.")
  private boolean featurewiseStdNormalization;

  @Option(
      names = "--zca-whitening",
      description = "Whiten; for small pictures, as --image-size 32.")
  private boolean zcaWhitening;

  @Option(
      names = "--zca-epsilon",
      paramLabel = "NUMBER",
      defaultValue = "1e-6",
      description = "What whitening adds to singular values; default: ${DEFAULT-VALUE}.")
  private double zcaEpsilon;

  ImageDataGenerator over(ImageDataGenerator base) {
    return base.samplewiseCenter(samplewiseCenter)
        .samplewiseStdNormalization(samplewiseStdNormalization)
        .featurewiseCenter(featurewiseCenter)
        .featurewiseStdNormalization(featurewiseStdNormalization)
        .zcaWhitening(zcaWhitening)
        .zcaEpsilon(zcaEpsilon);
  }
}
