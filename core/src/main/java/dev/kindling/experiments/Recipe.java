package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.augment.Preset;
import dev.kindling.data.Batches;
import dev.kindling.data.PictureSource;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.OptimizerOptions;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import dev.kindling.preprocessing.PipelineFlow;
import dev.kindling.tensor.Tensor;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what comes of a run, but the pictures: the same recipe on the same pictures
 * gives the same classifier. (Two settings of the computation change its last bits too, precision
 * and the number of threads; {@link Provenance} keeps them.)
 *
 * @param name what the recipe is known as; it names the network
 * @param imageSize the size that pictures are resized to
 * @param interpolation how they are resized
 * @param augmentation the random changes of the pictures trained on, and the rescaling of all
 * @param augment modern augmentations in place of those changes; null for these
 * @param batchSize pictures in a step, at least 1
 * @param epochs passes over the training pictures, at least 1
 * @param optimizer how weights move
 * @param classWeights how much the pictures of each class count
 * @param seed what everything random is drawn from, not negative: first weights, order,
 *     augmentation, dropout
 */
public record Recipe(
    String name,
    ImageSize imageSize,
    Interpolation interpolation,
    ImageDataGenerator augmentation,
    @Nullable Preset augment,
    int batchSize,
    int epochs,
    Optimizer optimizer,
    ClassWeights classWeights,
    int seed)
    implements TrainingRecipe {

  /** The name of {@link #scratch()}. */
  public static final String SCRATCH = "scratch";

  /** Far beyond what memory holds, and near enough that sizes do not overflow. */
  private static final int MOST_PICTURES = 1 << 16;

  /** Checks the ranges. */
  public Recipe {
    if (!name.equals(SCRATCH)) {
      throw new IllegalArgumentException(
          "There is one recipe, '%s'. Received: '%s'".formatted(SCRATCH, name));
    }
    Preprocessing.requireSize(imageSize);
    requireWithin("batchSize", batchSize, 1, MOST_PICTURES);
    requireWithin("epochs", epochs, 1, Integer.MAX_VALUE);
    requireWithin("seed", seed, 0, Integer.MAX_VALUE);
    ScratchNetwork.requireSize(imageSize);
    requireRescalingOnly(augmentation);
    requireWeightsOfEpochs(optimizer.options());
  }

  /** The classifier is what an epoch ends with; averages that come after the last one are lost. */
  private static void requireWeightsOfEpochs(OptimizerOptions options) {
    if (options.useEma() && options.emaOverwriteFrequency() == 0) {
      throw new IllegalArgumentException(
          "A recipe's classifier has the weights of an epoch's end: say after how many steps their"
              + " average takes their place. Received: an optimizer with useEma and"
              + " emaOverwriteFrequency=0");
    }
  }

  /** A classifier's file says of preprocessing a size and a factor: more would be lost. */
  private static void requireRescalingOnly(ImageDataGenerator augmentation) {
    String lost = null;
    if (augmentation.preprocessingFunction() != null) {
      lost = "preprocessingFunction";
    } else if (augmentation.featurewiseCenter()
        || augmentation.featurewiseStdNormalization()
        || augmentation.zcaWhitening()) {
      lost = "featurewiseCenter, featurewiseStdNormalization or zcaWhitening";
    } else if (augmentation.samplewiseCenter() || augmentation.samplewiseStdNormalization()) {
      lost = "samplewiseCenter or samplewiseStdNormalization";
    } else if (augmentation.validationSplit() != 0) {
      lost = "validationSplit, as folders are divided by their names";
    }
    if (lost != null) {
      throw new IllegalArgumentException(
          "A recipe rescales pictures and changes them at random, and no more; use models.Sequential"
              + " for the rest. Received: an augmentation with "
              + lost);
    }
  }

  private static void requireWithin(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be within %d and %d. Received: %s=%d".formatted(name, least, most, name, value));
    }
  }

  /**
   * Training a small network from nothing, as Chollet's "Building powerful image classification
   * models using very little data" (2016) does in its first part: 150 x 150 pixels, 50 epochs in
   * batches of 32, RMSprop with steps of 0.001, values from 0 to 1, shear 0.2, zoom 0.2 and
   * horizontal flips.
   *
   * <p>Its shear of 0.2 is meant in radians, as its Keras read it: 11.46 degrees.
   */
  public static Recipe scratch() {
    return new Recipe(
        SCRATCH,
        new ImageSize(150, 150),
        Interpolation.NEAREST,
        new ImageDataGenerator()
            .rescale(1 / 255.0)
            .shearRange(Math.toDegrees(0.2))
            .zoomRange(0.2)
            .horizontalFlip(true),
        null,
        32,
        50,
        new RMSprop(),
        ClassWeights.none(),
        1);
  }

  /** This recipe with pictures of another size. */
  public Recipe imageSize(ImageSize imageSize) {
    return new Recipe(
        name,
        imageSize,
        interpolation,
        augmentation,
        augment,
        batchSize,
        epochs,
        optimizer,
        classWeights,
        seed);
  }

  /** This recipe with another way to resize. */
  public Recipe interpolation(Interpolation interpolation) {
    return new Recipe(
        name,
        imageSize,
        interpolation,
        augmentation,
        augment,
        batchSize,
        epochs,
        optimizer,
        classWeights,
        seed);
  }

  /** This recipe with other random changes. */
  public Recipe augmentation(ImageDataGenerator augmentation) {
    return new Recipe(
        name,
        imageSize,
        interpolation,
        augmentation,
        augment,
        batchSize,
        epochs,
        optimizer,
        classWeights,
        seed);
  }

  /** This recipe with modern augmentations in place of Keras's changes, or with those (null). */
  public Recipe augment(@Nullable Preset augment) {
    return new Recipe(
        name,
        imageSize,
        interpolation,
        augmentation,
        augment,
        batchSize,
        epochs,
        optimizer,
        classWeights,
        seed);
  }

  /** This recipe with another size of batches. */
  public Recipe batchSize(int batchSize) {
    return new Recipe(
        name,
        imageSize,
        interpolation,
        augmentation,
        augment,
        batchSize,
        epochs,
        optimizer,
        classWeights,
        seed);
  }

  /** This recipe with another number of epochs. */
  public Recipe epochs(int epochs) {
    return new Recipe(
        name,
        imageSize,
        interpolation,
        augmentation,
        augment,
        batchSize,
        epochs,
        optimizer,
        classWeights,
        seed);
  }

  /** This recipe with another optimizer. */
  public Recipe optimizer(Optimizer optimizer) {
    return new Recipe(
        name,
        imageSize,
        interpolation,
        augmentation,
        augment,
        batchSize,
        epochs,
        optimizer,
        classWeights,
        seed);
  }

  /** This recipe with pictures of some classes that count more than those of others. */
  public Recipe classWeights(ClassWeights classWeights) {
    return new Recipe(
        name,
        imageSize,
        interpolation,
        augmentation,
        augment,
        batchSize,
        epochs,
        optimizer,
        classWeights,
        seed);
  }

  /** This recipe with another seed. */
  public Recipe seed(int seed) {
    return new Recipe(
        name,
        imageSize,
        interpolation,
        augmentation,
        augment,
        batchSize,
        epochs,
        optimizer,
        classWeights,
        seed);
  }

  /** Batches of the pictures to train on, changed as the recipe says. */
  Batches flow(PictureSource pictures, Tensor labels, FlowOptions options) {
    if (augment == null) {
      return augmentation.flow(pictures, labels, options);
    }
    return new PipelineFlow(augment.pipeline(imageSize))
        .rescale(augmentation.rescale())
        .flow(pictures, labels, options);
  }

  /** What is done to pictures before the network sees them, in training and after. */
  public Preprocessing preprocessing() {
    return new Preprocessing(imageSize, interpolation, augmentation.rescale());
  }

  /**
   * The recipe's network for so many classes, compiled, with first weights drawn from the seed.
   *
   * @throws IllegalArgumentException if there are fewer than two classes
   */
  public Sequential network(int classes) {
    return ScratchNetwork.compiled(this, classes);
  }

  @Override
  public Experiment on(Path data, RunOptions options, TrainingListener listener) {
    return new Training(data, this, options, listener);
  }

  /** The recipe as JSON, the keys in the order of the components. */
  @Override
  public ObjectNode toJson() {
    return RecipeJson.write(this);
  }

  /**
   * A recipe from its JSON form.
   *
   * @throws IllegalArgumentException if something is missing, unknown or out of range; the message
   *     names it
   */
  public static Recipe fromJson(JsonNode json) {
    return RecipeJson.read(json);
  }
}
