package dev.kindling.experiments;

import dev.kindling.augment.Preset;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.preprocessing.ImageDataGenerator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A recipe while something of it is changed. It begins as {@link Recipe#scratch()}. */
final class RecipeDraft {

  String name = Recipe.SCRATCH;
  ImageSize imageSize = new ImageSize(150, 150);
  Interpolation interpolation = Interpolation.NEAREST;
  ImageDataGenerator augmentation =
      new ImageDataGenerator()
          .rescale(1 / 255.0)
          .shearRange(Math.toDegrees(0.2))
          .zoomRange(0.2)
          .horizontalFlip(true);
  @Nullable Preset augment = null;
  int batchSize = 32;
  int epochs = 50;
  Optimizer optimizer = new RMSprop();
  Schedule schedule = Schedule.CONSTANT;
  double labelSmoothing = 0;
  double dropout = 0.5;
  double l1 = 0;
  double l2 = 0;
  int patience = 0;
  ClassWeights classWeights = ClassWeights.none();
  int seed = 1;
  @Nullable Path from = null;
  @Nullable String fromSha256 = null;

  RecipeDraft() {}

  RecipeDraft(Recipe recipe) {
    name = recipe.name();
    imageSize = recipe.imageSize();
    interpolation = recipe.interpolation();
    augmentation = recipe.augmentation();
    augment = recipe.augment();
    batchSize = recipe.batchSize();
    epochs = recipe.epochs();
    optimizer = recipe.optimizer();
    schedule = recipe.schedule();
    labelSmoothing = recipe.labelSmoothing();
    dropout = recipe.dropout();
    l1 = recipe.l1();
    l2 = recipe.l2();
    patience = recipe.patience();
    classWeights = recipe.classWeights();
    seed = recipe.seed();
    from = recipe.from();
    fromSha256 = recipe.fromSha256();
  }
}
