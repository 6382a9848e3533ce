package dev.kindling.preprocessing;

import dev.kindling.augment.FillMode;
import dev.kindling.augment.Interval;
import dev.kindling.augment.Shift;
import dev.kindling.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The options of a generator while one of them is changed: what a wither fills in. It begins with
 * Keras's defaults.
 */
final class GeneratorDraft {

  boolean featurewiseCenter = false;
  boolean samplewiseCenter = false;
  boolean featurewiseStdNormalization = false;
  boolean samplewiseStdNormalization = false;
  boolean zcaWhitening = false;
  double zcaEpsilon = 1e-6;
  double rotationRange = 0;
  Shift widthShiftRange = Shift.NONE;
  Shift heightShiftRange = Shift.NONE;
  @Nullable Interval brightnessRange = null;
  double shearRange = 0;
  Interval zoomRange = new Interval(1, 1);
  double channelShiftRange = 0;
  FillMode fillMode = FillMode.NEAREST;
  double cval = 0;
  boolean horizontalFlip = false;
  boolean verticalFlip = false;
  double rescale = 1;
  @Nullable UnaryOperator<Tensor> preprocessingFunction = null;
  double validationSplit = 0;
  int interpolationOrder = 1;
  boolean contiguousSplit = false;
  @Nullable FeatureStatistics statistics = null;

  GeneratorDraft() {}

  GeneratorDraft(ImageDataGenerator generator) {
    featurewiseCenter = generator.featurewiseCenter();
    samplewiseCenter = generator.samplewiseCenter();
    featurewiseStdNormalization = generator.featurewiseStdNormalization();
    samplewiseStdNormalization = generator.samplewiseStdNormalization();
    zcaWhitening = generator.zcaWhitening();
    zcaEpsilon = generator.zcaEpsilon();
    rotationRange = generator.rotationRange();
    widthShiftRange = generator.widthShiftRange();
    heightShiftRange = generator.heightShiftRange();
    brightnessRange = generator.brightnessRange();
    shearRange = generator.shearRange();
    zoomRange = generator.zoomRange();
    channelShiftRange = generator.channelShiftRange();
    fillMode = generator.fillMode();
    cval = generator.cval();
    horizontalFlip = generator.horizontalFlip();
    verticalFlip = generator.verticalFlip();
    rescale = generator.rescale();
    preprocessingFunction = generator.preprocessingFunction();
    validationSplit = generator.validationSplit();
    interpolationOrder = generator.interpolationOrder();
    contiguousSplit = generator.contiguousSplit();
    statistics = generator.statistics();
  }
}
