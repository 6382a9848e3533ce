package dev.kindling.preprocessing;

import dev.kindling.augment.FillMode;
import dev.kindling.augment.Interval;
import dev.kindling.augment.Shift;
import dev.kindling.augment.Transform;
import dev.kindling.augment.TransformRanges;
import dev.kindling.augment.Warp;
import dev.kindling.data.Batches;
import dev.kindling.data.PictureSource;
import dev.kindling.data.Pictures;
import dev.kindling.data.Subset;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keras's {@code ImageDataGenerator}: the ranges of random changes, and batches of pictures changed
 * by them. From the same seed come Keras's own pictures, in its order.
 *
 * <pre>{@code
 * Batches train = new ImageDataGenerator()
 *     .rescale(1 / 255.0).shearRange(0.2).zoomRange(0.2).horizontalFlip(true)
 *     .flowFromDirectory(Path.of("preprocessing/train"),
 *         new DirectoryOptions().targetSize(150, 150).batchSize(32).classMode(ClassMode.BINARY));
 * }</pre>
 *
 * @param featurewiseCenter whether the mean of each channel over all sample pictures is subtracted;
 *     needs {@link #fit}
 * @param samplewiseCenter whether each picture's own mean is subtracted
 * @param featurewiseStdNormalization whether values are divided by the standard deviation of each
 *     channel over all sample pictures; needs {@link #fit}, and centres
 * @param samplewiseStdNormalization whether each picture is divided by its own standard deviation;
 *     centres it too
 * @param zcaWhitening whether pictures are whitened; needs {@link #fit}, centres, and is for small
 *     pictures: its matrix has a row and a column for each value
 * @param zcaEpsilon what is added to singular values in whitening, not negative
 * @param rotationRange the largest angle of rotation either way, in degrees
 * @param widthShiftRange shifts, relative to the width if they are parts of the size. Like today's
 *     Keras this moves pictures up and down
 * @param heightShiftRange shifts, relative to the height if they are parts of the size. Like
 *     today's Keras this moves pictures to the sides
 * @param brightnessRange the factors of brightness, 1 for as it is; null for no change. Takes
 *     pictures to 8 bits and back
 * @param shearRange the largest angle of shear either way, in degrees; in radians in Keras up to
 *     2.1, where the 0.2 of an older recipe is 11.46 degrees
 * @param zoomRange the zooms, drawn for height and width by themselves; above 1 things get smaller
 * @param channelShiftRange the largest number added to all values either way; none leaves the range
 *     that the picture has
 * @param fillMode what lies beyond the edges
 * @param cval the value there for {@link FillMode#CONSTANT}, before rescaling
 * @param horizontalFlip whether half the pictures have left and right exchanged
 * @param verticalFlip whether half the pictures have top and bottom exchanged
 * @param rescale what every value is multiplied by, after the changes; not 0
 * @param preprocessingFunction what is done to each picture, {@code (height, width, channels)},
 *     before the rescaling; null for nothing. It gives back the same shape, and is called by
 *     several threads at once
 * @param validationSplit the share of each class that is kept for {@link Subset#VALIDATION}, below
 *     1
 * @param interpolationOrder 1 for pixels that are means of the four old ones about their place, 0
 *     for the nearest one
 * @param contiguousSplit whether the pictures that validate are the first ones, as in Keras, and
 *     not those with the smallest content hash
 * @param statistics what {@link #fit} found; null before
 */
public record ImageDataGenerator(
    boolean featurewiseCenter,
    boolean samplewiseCenter,
    boolean featurewiseStdNormalization,
    boolean samplewiseStdNormalization,
    boolean zcaWhitening,
    double zcaEpsilon,
    double rotationRange,
    Shift widthShiftRange,
    Shift heightShiftRange,
    @Nullable Interval brightnessRange,
    double shearRange,
    Interval zoomRange,
    double channelShiftRange,
    FillMode fillMode,
    double cval,
    boolean horizontalFlip,
    boolean verticalFlip,
    double rescale,
    @Nullable UnaryOperator<Tensor> preprocessingFunction,
    double validationSplit,
    int interpolationOrder,
    boolean contiguousSplit,
    @Nullable FeatureStatistics statistics) {

  /** A generator that changes nothing, with Keras's defaults. */
  public ImageDataGenerator() {
    this(new GeneratorDraft());
  }

  private ImageDataGenerator(GeneratorDraft draft) {
    this(
        draft.featurewiseCenter,
        draft.samplewiseCenter,
        draft.featurewiseStdNormalization,
        draft.samplewiseStdNormalization,
        draft.zcaWhitening,
        draft.zcaEpsilon,
        draft.rotationRange,
        draft.widthShiftRange,
        draft.heightShiftRange,
        draft.brightnessRange,
        draft.shearRange,
        draft.zoomRange,
        draft.channelShiftRange,
        draft.fillMode,
        draft.cval,
        draft.horizontalFlip,
        draft.verticalFlip,
        draft.rescale,
        draft.preprocessingFunction,
        draft.validationSplit,
        draft.interpolationOrder,
        draft.contiguousSplit,
        draft.statistics);
  }

  /** Checks the arguments. */
  public ImageDataGenerator {
    if (rescale == 0 || !Double.isFinite(rescale)) {
      throw new IllegalArgumentException(
          "rescale must be a number other than 0, as 1/255.0. Received: " + rescale);
    }
    if (!Double.isFinite(cval)) {
      throw new IllegalArgumentException("cval must be a number. Received: " + cval);
    }
    if (!(zcaEpsilon >= 0 && zcaEpsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "zcaEpsilon must be a number, not negative, as 1e-6. Received: " + zcaEpsilon);
    }
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new IllegalArgumentException(
          "validationSplit must be a share below 1, as 0.2; 0 for none. Received: "
              + validationSplit);
    }
    if (interpolationOrder != 0 && interpolationOrder != 1) {
      throw new IllegalArgumentException(
          "interpolationOrder must be 0 or 1: splines of higher order are not made here. Received: "
              + interpolationOrder);
    }
    new TransformRanges( // checks them
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        brightnessRange,
        shearRange,
        zoomRange,
        channelShiftRange,
        horizontalFlip,
        verticalFlip);
  }

  private ImageDataGenerator with(Consumer<GeneratorDraft> change) {
    GeneratorDraft draft = new GeneratorDraft(this);
    change.accept(draft);
    return new ImageDataGenerator(draft);
  }

  /** This generator with or without the mean of all pictures subtracted. */
  public ImageDataGenerator featurewiseCenter(boolean featurewiseCenter) {
    return with(draft -> draft.featurewiseCenter = featurewiseCenter);
  }

  /** This generator with or without each picture's own mean subtracted. */
  public ImageDataGenerator samplewiseCenter(boolean samplewiseCenter) {
    return with(draft -> draft.samplewiseCenter = samplewiseCenter);
  }

  /** This generator with or without division by the standard deviation of all pictures. */
  public ImageDataGenerator featurewiseStdNormalization(boolean featurewiseStdNormalization) {
    return with(draft -> draft.featurewiseStdNormalization = featurewiseStdNormalization);
  }

  /** This generator with or without division by each picture's own standard deviation. */
  public ImageDataGenerator samplewiseStdNormalization(boolean samplewiseStdNormalization) {
    return with(draft -> draft.samplewiseStdNormalization = samplewiseStdNormalization);
  }

  /** This generator with or without whitening. */
  public ImageDataGenerator zcaWhitening(boolean zcaWhitening) {
    return with(draft -> draft.zcaWhitening = zcaWhitening);
  }

  /** This generator with another number added in whitening. */
  public ImageDataGenerator zcaEpsilon(double zcaEpsilon) {
    return with(draft -> draft.zcaEpsilon = zcaEpsilon);
  }

  /** This generator with rotations up to an angle in degrees. */
  public ImageDataGenerator rotationRange(double rotationRange) {
    return with(draft -> draft.rotationRange = rotationRange);
  }

  /** This generator with shifts of some kind; see {@link Shift}. */
  public ImageDataGenerator widthShiftRange(Shift widthShiftRange) {
    return with(draft -> draft.widthShiftRange = widthShiftRange);
  }

  /** With shifts up to a part of the width if below 1, else up to a number of pixels. */
  public ImageDataGenerator widthShiftRange(double range) {
    return widthShiftRange(new Shift.Uniform(range));
  }

  /** With shifts by a whole number of pixels below this: 12 and 12.0 are not the same. */
  public ImageDataGenerator widthShiftRange(int range) {
    return widthShiftRange(new Shift.WholePixels(range));
  }

  /** With one of these shifts either way: parts of the width if all are below 1, else pixels. */
  public ImageDataGenerator widthShiftRange(List<Double> values) {
    return widthShiftRange(new Shift.OneOf(values));
  }

  /** This generator with shifts of some kind; see {@link Shift}. */
  public ImageDataGenerator heightShiftRange(Shift heightShiftRange) {
    return with(draft -> draft.heightShiftRange = heightShiftRange);
  }

  /** With shifts up to a part of the height if below 1, else up to a number of pixels. */
  public ImageDataGenerator heightShiftRange(double range) {
    return heightShiftRange(new Shift.Uniform(range));
  }

  /** With shifts by a whole number of pixels below this: 12 and 12.0 are not the same. */
  public ImageDataGenerator heightShiftRange(int range) {
    return heightShiftRange(new Shift.WholePixels(range));
  }

  /** With one of these shifts either way: parts of the height if all are below 1, else pixels. */
  public ImageDataGenerator heightShiftRange(List<Double> values) {
    return heightShiftRange(new Shift.OneOf(values));
  }

  /** This generator with factors of brightness, or without. */
  public ImageDataGenerator brightnessRange(@Nullable Interval brightnessRange) {
    return with(draft -> draft.brightnessRange = brightnessRange);
  }

  /** This generator with factors of brightness from {@code low} to {@code high}. */
  public ImageDataGenerator brightnessRange(double low, double high) {
    return brightnessRange(new Interval(low, high));
  }

  /** This generator with shears up to an angle in degrees. */
  public ImageDataGenerator shearRange(double shearRange) {
    return with(draft -> draft.shearRange = shearRange);
  }

  /** This generator with zooms in an interval. */
  public ImageDataGenerator zoomRange(Interval zoomRange) {
    return with(draft -> draft.zoomRange = zoomRange);
  }

  /** This generator with zooms from {@code 1 - range} to {@code 1 + range}. */
  public ImageDataGenerator zoomRange(double range) {
    return zoomRange(new Interval(1 - range, 1 + range));
  }

  /** This generator with zooms from {@code low} to {@code high}. */
  public ImageDataGenerator zoomRange(double low, double high) {
    return zoomRange(new Interval(low, high));
  }

  /** This generator with all values shifted by up to a number. */
  public ImageDataGenerator channelShiftRange(double channelShiftRange) {
    return with(draft -> draft.channelShiftRange = channelShiftRange);
  }

  /** This generator with something else beyond the edges. */
  public ImageDataGenerator fillMode(FillMode fillMode) {
    return with(draft -> draft.fillMode = fillMode);
  }

  /** This generator with another constant beyond the edges. */
  public ImageDataGenerator cval(double cval) {
    return with(draft -> draft.cval = cval);
  }

  /** This generator with or without flips of left and right. */
  public ImageDataGenerator horizontalFlip(boolean horizontalFlip) {
    return with(draft -> draft.horizontalFlip = horizontalFlip);
  }

  /** This generator with or without flips of top and bottom. */
  public ImageDataGenerator verticalFlip(boolean verticalFlip) {
    return with(draft -> draft.verticalFlip = verticalFlip);
  }

  /** This generator with every value multiplied by a number. */
  public ImageDataGenerator rescale(double rescale) {
    return with(draft -> draft.rescale = rescale);
  }

  /** This generator with something of the caller's done to each picture. */
  public ImageDataGenerator preprocessingFunction(
      @Nullable UnaryOperator<Tensor> preprocessingFunction) {
    return with(draft -> draft.preprocessingFunction = preprocessingFunction);
  }

  /** This generator with a share of each class kept for validation. */
  public ImageDataGenerator validationSplit(double validationSplit) {
    return with(draft -> draft.validationSplit = validationSplit);
  }

  /** This generator with another order of interpolation. */
  public ImageDataGenerator interpolationOrder(int interpolationOrder) {
    return with(draft -> draft.interpolationOrder = interpolationOrder);
  }

  /** This generator with the pictures that validate chosen as Keras does, or by content. */
  public ImageDataGenerator contiguousSplit(boolean contiguousSplit) {
    return with(draft -> draft.contiguousSplit = contiguousSplit);
  }

  private ImageDataGenerator statistics(FeatureStatistics statistics) {
    return with(draft -> draft.statistics = statistics);
  }

  /** What the transforms are drawn from. */
  public TransformRanges ranges() {
    return new TransformRanges(
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        brightnessRange,
        shearRange,
        zoomRange,
        channelShiftRange,
        horizontalFlip,
        verticalFlip);
  }

  /**
   * A transform for a picture of a size, drawn as Keras's {@code get_random_transform} draws it.
   *
   * @param random what it is drawn from: {@code new NumpyRandom(seed)} for Keras's {@code seed}
   */
  public Transform getRandomTransform(int height, int width, NumpyRandom random) {
    return ranges().draw(random, height, width);
  }

  /**
   * A picture changed by a transform, neither rescaled nor standardized: Keras's {@code
   * apply_transform}.
   *
   * @param x the picture, {@code (height, width, channels)}; it stays as it is
   */
  public Tensor applyTransform(Tensor x, Transform transform) {
    Tensor changed = Tensor.zeros(requirePicture(x).shape());
    warp(x.shape()).apply(transform, x.data(), 0, 1, changed.data(), 0);
    return changed;
  }

  /** A picture changed at random: Keras's {@code random_transform}. */
  public Tensor randomTransform(Tensor x, NumpyRandom random) {
    requirePicture(x);
    return applyTransform(x, getRandomTransform(x.shape().size(0), x.shape().size(1), random));
  }

  /**
   * A picture rescaled, centred and so on, as this generator's options say, but not changed at
   * random: Keras's {@code standardize}.
   *
   * @param x the picture, {@code (height, width, channels)}. It stays as it is; Keras changes it
   */
  public Tensor standardize(Tensor x) {
    Standardization standardization = new Standardization(this, requirePicture(x).shape());
    float rescale = standardization.rescaleAtOnce();
    Tensor changed = Tensor.zeros(x.shape());
    for (int i = 0; i < x.data().length; i++) {
      changed.data()[i] = x.data()[i] * rescale;
    }
    standardization.apply(changed.data(), 0, false);
    return changed;
  }

  private static Tensor requirePicture(Tensor x) {
    if (x.shape().rank() != 3) {
      throw new IllegalArgumentException(
          "x must be one picture, (height, width, channels). Received: shape " + x.shape());
    }
    return x;
  }

  /** What applies transforms to pictures of a shape; for one thread. */
  Warp warp(Shape picture) {
    return new Warp(
        picture.size(0), picture.size(1), picture.size(2), fillMode, cval, interpolationOrder);
  }

  /** {@link #fit(Tensor, Tensor, boolean, int, long)} on the pictures as they are. */
  public ImageDataGenerator fit(Tensor x) {
    return fit(x, null, false, 1, 0);
  }

  /**
   * This generator with the statistics of sample pictures, which {@code featurewiseCenter}, {@code
   * featurewiseStdNormalization} and {@code zcaWhitening} need: Keras's {@code fit}. Pictures that
   * {@link #flow} keeps for validation, given the same x and y, do not enter them.
   *
   * @param x the pictures, {@code (n, height, width, channels)}; they stay as they are
   * @param y their labels, or null if they are no classes: which pictures validate depends on them
   * @param augment whether the pictures are changed at random first, after rescaling
   * @param rounds how many times each is, at least 1
   * @param seed what the changes are drawn from
   */
  public ImageDataGenerator fit(
      Tensor x, @Nullable Tensor y, boolean augment, int rounds, long seed) {
    PictureArray pictures = PictureArray.of(x, y);
    return statistics(new StatisticsFit(this, augment, rounds, seed).of(pictures));
  }

  /** Batches of the pictures of an array, without labels. */
  public Batches flow(Tensor x, FlowOptions options) {
    return flow(x, null, null, options);
  }

  /** Batches of the pictures of an array, all counting alike. */
  public Batches flow(Tensor x, @Nullable Tensor y, FlowOptions options) {
    return flow(x, y, null, options);
  }

  /**
   * Batches of the pictures of an array: Keras's {@code flow}.
   *
   * @param x the pictures, {@code (n, height, width, channels)}
   * @param y their labels, n along the first axis, or null
   * @param sampleWeight how much each counts, {@code (n)}, or null
   */
  public Batches flow(
      Tensor x, @Nullable Tensor y, @Nullable Tensor sampleWeight, FlowOptions options) {
    PictureArray pictures = new PictureArray(x, new Targets(y, sampleWeight, false));
    return new Flows(this).of(pictures, options);
  }

  /**
   * Batches of pictures that are loaded when their turn comes, as by {@link #flowFromDirectory}
   * from files. They are not divided: a subset is for flows from arrays and files.
   *
   * @param y their labels, one along the first axis for each picture, or null
   */
  public Batches flow(PictureSource pictures, @Nullable Tensor y, FlowOptions options) {
    return new Flows(this).of(pictures, y, options);
  }

  /**
   * Batches of the pictures in a folder of class folders: Keras's {@code flow_from_directory}. The
   * classes are the names of the folders in {@code directory}, in order, or those asked for; their
   * pictures are all files below whose names end as Keras expects. A picture that cannot be read
   * ends the pass with an error, as there. Unlike there, the first pictures stay in memory between
   * the passes, as many as fit {@link Pictures#defaultBudget()}.
   *
   * @throws IOException if the folder cannot be listed, or has no pictures in class folders
   */
  public FileBatches flowFromDirectory(Path directory, DirectoryOptions options)
      throws IOException {
    return new Flows(this).ofDirectory(directory, options);
  }

  /**
   * Batches of the pictures that a table names: Keras's {@code flow_from_dataframe}. A row is left
   * out if its file does not exist, or its class is not one of those asked for.
   *
   * @throws IllegalArgumentException if a column is missing, or does not hold what it should; the
   *     message names it
   */
  public FileBatches flowFromDataframe(Dataframe dataframe, DataframeOptions options) {
    return new Flows(this).ofDataframe(dataframe, options);
  }
}
