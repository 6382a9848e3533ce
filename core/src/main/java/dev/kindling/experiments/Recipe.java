package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.augment.Preset;
import dev.kindling.data.Batches;
import dev.kindling.data.PictureSource;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.layers.Regularizer;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import dev.kindling.preprocessing.PipelineFlow;
import dev.kindling.tensor.Tensor;
import java.nio.file.Path;
import java.util.function.Consumer;
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
 * @param schedule how its rate changes from the first step to the last
 * @param labelSmoothing how far labels are drawn towards all classes alike, at least 0 and less
 *     than 1
 * @param dropout how much of what the last layer sees is dropped in training, at least 0 and less
 *     than 1
 * @param l1 what the sum of the kernels' absolute numbers adds to the loss, times this
 * @param l2 what the sum of the kernels' squares adds to the loss, times this
 * @param patience after so many epochs in which the loss on the validation pictures has not fallen,
 *     training ends, and the classifier is that of the epoch of the least one; 0 goes through all
 *     epochs, and takes the last
 * @param classWeights how much the pictures of each class count
 * @param seed what everything random is drawn from, not negative: first weights, order,
 *     augmentation, dropout
 * @param from the file of a classifier of such a recipe, whose weights the network begins with;
 *     null for weights drawn from the seed
 * @param fromSha256 what that file must be, to repeat a run; null takes any
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
    Schedule schedule,
    double labelSmoothing,
    double dropout,
    double l1,
    double l2,
    int patience,
    ClassWeights classWeights,
    int seed,
    @Nullable Path from,
    @Nullable String fromSha256)
    implements TrainingRecipe, Course {

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
    requireWithin("patience", patience, 0, Integer.MAX_VALUE);
    requireWithin("seed", seed, 0, Integer.MAX_VALUE);
    requireShare("labelSmoothing", labelSmoothing);
    requireShare("dropout", dropout);
    new Regularizer("L1L2", l1, l2);
    schedule.over(optimizer, 1);
    ScratchNetwork.requireSize(imageSize);
    requireRescalingOnly(augmentation);
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

  static void requireShare(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s must be at least 0 and less than 1. Received: %s=%s".formatted(name, name, value));
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
    return new Recipe(new RecipeDraft());
  }

  private Recipe(RecipeDraft draft) {
    this(
        draft.name,
        draft.imageSize,
        draft.interpolation,
        draft.augmentation,
        draft.augment,
        draft.batchSize,
        draft.epochs,
        draft.optimizer,
        draft.schedule,
        draft.labelSmoothing,
        draft.dropout,
        draft.l1,
        draft.l2,
        draft.patience,
        draft.classWeights,
        draft.seed,
        draft.from,
        draft.fromSha256);
  }

  private Recipe with(Consumer<RecipeDraft> change) {
    RecipeDraft draft = new RecipeDraft(this);
    change.accept(draft);
    return new Recipe(draft);
  }

  /** This recipe with pictures of another size. */
  public Recipe imageSize(ImageSize imageSize) {
    return with(draft -> draft.imageSize = imageSize);
  }

  /** This recipe with another way to resize. */
  public Recipe interpolation(Interpolation interpolation) {
    return with(draft -> draft.interpolation = interpolation);
  }

  /** This recipe with other random changes. */
  public Recipe augmentation(ImageDataGenerator augmentation) {
    return with(draft -> draft.augmentation = augmentation);
  }

  /** This recipe with modern augmentations in place of Keras's changes, or with those (null). */
  public Recipe augment(@Nullable Preset augment) {
    return with(draft -> draft.augment = augment);
  }

  /** This recipe with another size of batches. */
  public Recipe batchSize(int batchSize) {
    return with(draft -> draft.batchSize = batchSize);
  }

  /** This recipe with another number of epochs. */
  public Recipe epochs(int epochs) {
    return with(draft -> draft.epochs = epochs);
  }

  /** This recipe with another optimizer. */
  public Recipe optimizer(Optimizer optimizer) {
    return with(draft -> draft.optimizer = optimizer);
  }

  /** This recipe with another course of the rate. */
  public Recipe schedule(Schedule schedule) {
    return with(draft -> draft.schedule = schedule);
  }

  /** This recipe with labels drawn towards all classes alike, or not (0). */
  public Recipe labelSmoothing(double labelSmoothing) {
    return with(draft -> draft.labelSmoothing = labelSmoothing);
  }

  /** This recipe with more or less dropped. */
  public Recipe dropout(double dropout) {
    return with(draft -> draft.dropout = dropout);
  }

  /** This recipe with a penalty on the kernels' absolute numbers. */
  public Recipe l1(double l1) {
    return with(draft -> draft.l1 = l1);
  }

  /** This recipe with a penalty on the kernels' squares. */
  public Recipe l2(double l2) {
    return with(draft -> draft.l2 = l2);
  }

  /** This recipe with an early end, and the best epoch; or with all epochs (0). */
  public Recipe patience(int patience) {
    return with(draft -> draft.patience = patience);
  }

  /** This recipe with pictures of some classes that count more than those of others. */
  public Recipe classWeights(ClassWeights classWeights) {
    return with(draft -> draft.classWeights = classWeights);
  }

  /** This recipe with another seed. */
  public Recipe seed(int seed) {
    return with(draft -> draft.seed = seed);
  }

  /** This recipe with the weights of a classifier to begin with, of any classes. */
  public Recipe from(Path from) {
    return with(
        draft -> {
          draft.from = from;
          draft.fromSha256 = null;
        });
  }

  /** This recipe with a classifier to begin with that must be this one, or with none. */
  Recipe fromSha256(@Nullable String fromSha256) {
    return with(draft -> draft.fromSha256 = fromSha256);
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
  @Override
  public Preprocessing preprocessing() {
    return new Preprocessing(imageSize, interpolation, augmentation.rescale());
  }

  /**
   * The recipe's network for so many classes, compiled, with first weights drawn from the seed.
   *
   * @throws IllegalArgumentException if there are fewer than two classes
   */
  public Sequential network(int classes) {
    return network(classes, optimizer);
  }

  /** The same, with the rate's course over so many steps. */
  Sequential network(int classes, long steps) {
    return network(classes, schedule.over(optimizer, steps));
  }

  private Sequential network(int classes, Optimizer atWork) {
    return ScratchNetwork.compiled(this, classes, atWork);
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
