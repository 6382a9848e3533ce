package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.augment.Preset;
import dev.kindling.data.Batches;
import dev.kindling.data.Pictures;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import dev.kindling.preprocessing.PipelineFlow;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that decides a run as in the third part of Keras's article on very little data: the layers on
 * top are trained as {@link BottleneckRecipe} says, and then the last blocks of the pretrained
 * network with them, by small steps (SGD of 1e-4 with momentum 0.9), on changed pictures in batches
 * of 32. Normalizations use the figures that they have and stay as they are, everywhere.
 *
 * @param top the network, and how the layers on top are trained first
 * @param unfreeze how many of the network's last blocks are trained further, at least 0; {@link
 *     #ALL} for all
 * @param epochs passes over the training pictures then, at least 1
 * @param augmentation their random changes
 * @param augment modern augmentations in place of those changes; null for these
 * @param variants how many changed variants of each picture there are, which epochs take in turn:
 *     what the frozen part gives for them is computed once and kept in memory, so that each further
 *     epoch costs the trained part alone. 0 changes every picture anew in every epoch
 */
public record FinetuneRecipe(
    BottleneckRecipe top,
    int unfreeze,
    int epochs,
    ImageDataGenerator augmentation,
    @Nullable Preset augment,
    int variants)
    implements TrainingRecipe, Course {

  /** The name of this recipe. */
  public static final String FINETUNE = "finetune";

  /** All blocks. */
  public static final int ALL = Integer.MAX_VALUE;

  private static final int BATCH = 32;

  /** Checks the ranges. */
  public FinetuneRecipe {
    if (epochs < 1 || unfreeze < 0) {
      throw new IllegalArgumentException(
          "epochs must be at least 1, and unfreeze not negative. Received: epochs=%d, unfreeze=%d"
              .formatted(epochs, unfreeze));
    }
    if (variants < 0 || (variants > 0 && (unfreeze == 0 || unfreeze == ALL))) {
      throw new IllegalArgumentException(
          "variants must not be negative, and need a frozen part and a trained one: unfreeze from 1, and not all. Received: variants=%d, unfreeze=%s"
              .formatted(variants, unfreeze == ALL ? "all" : unfreeze));
    }
    if (augmentation.rescale() != 1) {
      throw new IllegalArgumentException(
          "What the network is given belongs to its weights: rescale must be 1. Received: "
              + augmentation.rescale());
    }
  }

  /** The last block, ten epochs, and the article's changes: shear 0.2, zoom 0.2, flips. */
  public FinetuneRecipe() {
    this(
        new BottleneckRecipe(),
        1,
        10,
        new ImageDataGenerator()
            .shearRange(Math.toDegrees(0.2))
            .zoomRange(0.2)
            .horizontalFlip(true),
        null,
        0);
  }

  /** This recipe with another network, or other first epochs. */
  public FinetuneRecipe top(BottleneckRecipe top) {
    return new FinetuneRecipe(top, unfreeze, epochs, augmentation, augment, variants);
  }

  /** This recipe with more or fewer blocks trained. */
  public FinetuneRecipe unfreeze(int unfreeze) {
    return new FinetuneRecipe(top, unfreeze, epochs, augmentation, augment, variants);
  }

  /** This recipe with another number of epochs. */
  public FinetuneRecipe epochs(int epochs) {
    return new FinetuneRecipe(top, unfreeze, epochs, augmentation, augment, variants);
  }

  /** This recipe with other random changes. */
  public FinetuneRecipe augmentation(ImageDataGenerator augmentation) {
    return new FinetuneRecipe(top, unfreeze, epochs, augmentation, augment, variants);
  }

  /** This recipe with modern augmentations in place of Keras's changes, or with those (null). */
  public FinetuneRecipe augment(@Nullable Preset augment) {
    return new FinetuneRecipe(top, unfreeze, epochs, augmentation, augment, variants);
  }

  /** This recipe with so many variants of each picture, or with new ones in every epoch (0). */
  public FinetuneRecipe variants(int variants) {
    return new FinetuneRecipe(top, unfreeze, epochs, augmentation, augment, variants);
  }

  @Override
  public String name() {
    return FINETUNE;
  }

  @Override
  public int batchSize() {
    return BATCH;
  }

  @Override
  public int patience() {
    return 0;
  }

  @Override
  public Preprocessing preprocessing() {
    return top.preprocessing();
  }

  @Override
  public Experiment on(Path data, RunOptions options, TrainingListener listener) {
    return new FinetuneTraining(data, this, options, listener);
  }

  /** Batches of the pictures to train on, changed as the recipe says. */
  Batches flow(Pictures pictures, FlowOptions options) {
    return augment == null
        ? augmentation.flow(pictures, pictures.labels(), options)
        : new PipelineFlow(augment.pipeline(top.imageSize()))
            .flow(pictures, pictures.labels(), options);
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Json.object().put("name", FINETUNE);
    json.set("top", top.toJson());
    json.put("unfreeze", unfreeze).put("epochs", epochs);
    json.set("augmentation", RecipeJson.write(augmentation));
    json.put("augment", augment == null ? null : Json.lowerCase(augment));
    return variants == 0 ? json : json.put("variants", variants);
  }

  /** From its JSON form. */
  static FinetuneRecipe fromJson(JsonNode node) {
    Json json = new Json("recipe", node);
    json.text("name");
    FinetuneRecipe recipe =
        new FinetuneRecipe(
            BottleneckRecipe.fromJson(json.take("top")),
            json.integer("unfreeze"),
            json.integer("epochs"),
            RecipeJson.augmentation(json.object("augmentation")),
            json.take("augment").isNull() ? null : json.choice("augment", Preset.values()),
            json.has("variants") ? json.integer("variants") : 0);
    json.end();
    return recipe;
  }
}
