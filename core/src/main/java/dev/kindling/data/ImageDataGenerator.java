package dev.kindling.data;

import dev.kindling.augment.FillMode;
import dev.kindling.augment.Interval;
import dev.kindling.augment.Shift;
import dev.kindling.augment.TransformRanges;
import dev.kindling.augment.Warp;
import dev.kindling.image.Image;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keras's {@code ImageDataGenerator}: the ranges of random changes, and batches of pictures changed
 * by them. From the same seed come Keras's own pictures, in its order.
 *
 * <pre>{@code
 * Batches train = new ImageDataGenerator()
 *     .rescale(1 / 255.0).shearRange(0.2).zoomRange(0.2).horizontalFlip(true)
 *     .flowFromDirectory(Path.of("data/train"),
 *         new DirectoryOptions().targetSize(150, 150).batchSize(32).classMode(ClassMode.BINARY));
 * }</pre>
 *
 * @param rescale what every value is multiplied by in the end; not 0
 * @param rotationRange the largest angle of rotation either way, in degrees
 * @param widthShiftRange shifts, relative to the width if they are parts of the size. Like today's
 *     Keras this moves pictures up and down
 * @param heightShiftRange shifts, relative to the height if they are parts of the size. Like
 *     today's Keras this moves pictures to the sides
 * @param shearRange the largest angle of shear either way, in degrees; in radians in Keras up to
 *     2.1, where the 0.2 of an older recipe is 11.46 degrees
 * @param zoomRange the zooms, drawn for height and width by themselves; above 1 things get smaller
 * @param horizontalFlip whether half the pictures have left and right exchanged
 * @param fillMode what lies beyond the edges
 * @param cval the value there for {@link FillMode#CONSTANT}, before rescaling
 */
public record ImageDataGenerator(
    double rescale,
    double rotationRange,
    Shift widthShiftRange,
    Shift heightShiftRange,
    double shearRange,
    Interval zoomRange,
    boolean horizontalFlip,
    FillMode fillMode,
    double cval) {

  /** In the names of files written, Keras's random numbers stay below these. */
  private static final int ARRAY_NAME_LIMIT = 10_000;

  private static final int FILE_NAME_LIMIT = 10_000_000;

  /** A generator that changes nothing, with Keras's defaults. */
  public ImageDataGenerator() {
    this(1, 0, Shift.NONE, Shift.NONE, 0, new Interval(1, 1), false, FillMode.NEAREST, 0);
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
    new TransformRanges( // checks them
        rotationRange, widthShiftRange, heightShiftRange, shearRange, zoomRange, horizontalFlip);
  }

  /** This generator with every value multiplied by a number in the end. */
  public ImageDataGenerator rescale(double rescale) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** This generator with rotations up to an angle in degrees. */
  public ImageDataGenerator rotationRange(double rotationRange) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** This generator with shifts of some kind; see {@link Shift}. */
  public ImageDataGenerator widthShiftRange(Shift widthShiftRange) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** With shifts up to a part of the width if below 1, else up to a number of pixels. */
  public ImageDataGenerator widthShiftRange(double range) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        new Shift.Uniform(range),
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** With shifts by a whole number of pixels below this: 12 and 12.0 are not the same. */
  public ImageDataGenerator widthShiftRange(int range) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        new Shift.WholePixels(range),
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** With one of these shifts either way: parts of the width if all are below 1, else pixels. */
  public ImageDataGenerator widthShiftRange(List<Double> values) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        new Shift.OneOf(values),
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** This generator with shifts of some kind; see {@link Shift}. */
  public ImageDataGenerator heightShiftRange(Shift heightShiftRange) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** With shifts up to a part of the height if below 1, else up to a number of pixels. */
  public ImageDataGenerator heightShiftRange(double range) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        new Shift.Uniform(range),
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** With shifts by a whole number of pixels below this: 12 and 12.0 are not the same. */
  public ImageDataGenerator heightShiftRange(int range) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        new Shift.WholePixels(range),
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** With one of these shifts either way: parts of the height if all are below 1, else pixels. */
  public ImageDataGenerator heightShiftRange(List<Double> values) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        new Shift.OneOf(values),
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** This generator with shears up to an angle in degrees. */
  public ImageDataGenerator shearRange(double shearRange) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** This generator with zooms from {@code 1 - range} to {@code 1 + range}. */
  public ImageDataGenerator zoomRange(double range) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        shearRange,
        new Interval(1 - range, 1 + range),
        horizontalFlip,
        fillMode,
        cval);
  }

  /** This generator with zooms from {@code low} to {@code high}. */
  public ImageDataGenerator zoomRange(double low, double high) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        shearRange,
        new Interval(low, high),
        horizontalFlip,
        fillMode,
        cval);
  }

  /** This generator with or without flips of left and right. */
  public ImageDataGenerator horizontalFlip(boolean horizontalFlip) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** This generator with something else beyond the edges. */
  public ImageDataGenerator fillMode(FillMode fillMode) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** This generator with another constant beyond the edges. */
  public ImageDataGenerator cval(double cval) {
    return new ImageDataGenerator(
        rescale,
        rotationRange,
        widthShiftRange,
        heightShiftRange,
        shearRange,
        zoomRange,
        horizontalFlip,
        fillMode,
        cval);
  }

  /** What the transforms are drawn from. */
  public TransformRanges ranges() {
    return new TransformRanges(
        rotationRange, widthShiftRange, heightShiftRange, shearRange, zoomRange, horizontalFlip);
  }

  /** Batches of the pictures of an array, without labels. */
  public Batches flow(Tensor x, FlowOptions options) {
    return flow(x, null, options);
  }

  /**
   * Batches of the pictures of an array: Keras's {@code flow}.
   *
   * @param x the pictures, {@code (n, height, width, channels)}
   * @param y their labels, n along the first axis, or null
   */
  public Batches flow(Tensor x, @Nullable Tensor y, FlowOptions options) {
    if (x.shape().rank() != 4) {
      throw new IllegalArgumentException(
          "x must have shape (n, height, width, channels). Received: " + x.shape());
    }
    Shape picture = x.shape().withoutBatch();
    int length = Math.toIntExact(picture.elements());
    float scale = (float) rescale;
    Painter painter =
        (index, warp, transform, out, at) ->
            warp.apply(transform, x.data(), index * length, scale, out, at);
    return batches(painter, picture, x.shape().size(0), y, options, ARRAY_NAME_LIMIT);
  }

  /**
   * Batches of pictures that are loaded when their turn comes, as by {@link #flowFromDirectory}
   * from files.
   *
   * @param y their labels, one along the first axis for each picture, or null
   */
  public Batches flow(PictureSource pictures, @Nullable Tensor y, FlowOptions options) {
    float scale = (float) rescale;
    Painter painter =
        (index, warp, transform, out, at) -> {
          Image image = pictures.load(index);
          Shape loaded = Shape.of(image.height(), image.width(), image.channels());
          if (!loaded.equals(pictures.pictureShape())) {
            throw new IllegalStateException(
                "Picture %d should have shape %s. Loaded: %s"
                    .formatted(index, pictures.pictureShape(), loaded));
          }
          warp.apply(transform, image.data(), scale, out, at);
        };
    return batches(painter, pictures.pictureShape(), pictures.size(), y, options, FILE_NAME_LIMIT);
  }

  /**
   * Batches of the pictures in a folder of class folders: Keras's {@code flow_from_directory}. The
   * classes are the names of the folders in {@code directory}, in order; their pictures are all
   * files below whose names end as Keras expects. A picture that cannot be read ends the pass with
   * an error, as there. Unlike there, the first pictures stay in memory between the passes, as many
   * as fit {@link Pictures#defaultBudget()}.
   *
   * @throws IOException if the folder cannot be listed, or has no pictures in class folders
   */
  public DirectoryBatches flowFromDirectory(Path directory, DirectoryOptions options)
      throws IOException {
    KerasDirectory listing = KerasDirectory.list(directory);
    Batches batches =
        flow(
            new KeptPictures(
                listing.pictures(options.targetSize(), options.interpolation()),
                Pictures.defaultBudget()),
            listing.labels(options.classMode()),
            options.flow());
    return new DirectoryBatches(batches, listing);
  }

  private Batches batches(
      Painter painter,
      Shape picture,
      int samples,
      @Nullable Tensor y,
      FlowOptions options,
      int nameLimit) {
    if (samples == 0) {
      throw new IllegalArgumentException("There are no pictures to make batches of.");
    }
    if (y != null && y.shape().size(0) != samples) {
      throw new IllegalArgumentException(
          "There must be as many labels as pictures. Received: %d pictures, labels of shape %s"
              .formatted(samples, y.shape()));
    }
    int channels = picture.size(2);
    if (options.saveToDir() != null && channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "saveToDir writes pictures of 1 or 3 channels. Received: pictures of shape " + picture);
    }
    BatchPlan plan = new BatchPlan(ranges(), picture, samples, options, nameLimit);
    return new AugmentedBatches(
        painter,
        picture,
        samples,
        y,
        options,
        plan,
        () -> new Warp(picture.size(0), picture.size(1), channels, fillMode, cval));
  }
}
