package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.backbones.Backbone;
import dev.kindling.backbones.EfficientNetLite;
import dev.kindling.backbones.Pixels;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.models.Model;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that decides a run as in the second part of Keras's article on very little data: a pretrained
 * network looks at each picture once, and what its last convolutions give, flattened, is learnt by
 * 256 units and an output for the classes, in batches of 32 by RMSprop.
 *
 * @param backbone the network
 * @param weights a file of its weights; null for the published ones
 * @param weightsSha256 what they must be, to repeat a run; null takes any
 * @param imageSize the size that pictures are resized to, by the nearest pixels
 * @param asArticle whether the network is given values from 0 to 1, as in the article, instead of
 *     what its weights want
 * @param epochs passes over what the network gives, at least 1
 * @param seed what first weights, order and dropout are drawn from, not negative
 * @param saveTop where the weights of the layers on top go, too, as Keras has them; null for
 *     nowhere
 */
public record BottleneckRecipe(
    Backbone backbone,
    @Nullable Path weights,
    @Nullable String weightsSha256,
    ImageSize imageSize,
    boolean asArticle,
    int epochs,
    int seed,
    @Nullable Path saveTop)
    implements TrainingRecipe {

  /** The name of this recipe. */
  public static final String BOTTLENECK = "bottleneck";

  /** Checks the ranges. */
  public BottleneckRecipe {
    Preprocessing.requireSize(imageSize);
    if (epochs < 1 || seed < 0) {
      throw new IllegalArgumentException(
          "epochs must be at least 1, and seed not negative. Received: epochs=%d, seed=%d"
              .formatted(epochs, seed));
    }
  }

  /** EfficientNet-Lite0 with its published weights, 150 x 150 pixels, 50 epochs. */
  public BottleneckRecipe() {
    this(EfficientNetLite.LITE0, null, null, new ImageSize(150, 150), false, 50, 1, null);
  }

  /** This recipe with the published weights of another network. */
  public BottleneckRecipe backbone(Backbone backbone) {
    return new BottleneckRecipe(backbone, null, null, imageSize, asArticle, epochs, seed, saveTop);
  }

  /** This recipe with the weights in a file. */
  public BottleneckRecipe weights(Path weights) {
    return new BottleneckRecipe(
        backbone, weights, weightsSha256, imageSize, asArticle, epochs, seed, saveTop);
  }

  /** This recipe with weights that must be these. */
  BottleneckRecipe weightsSha256(String weightsSha256) {
    return new BottleneckRecipe(
        backbone, weights, weightsSha256, imageSize, asArticle, epochs, seed, saveTop);
  }

  /** This recipe with pictures of another size. */
  public BottleneckRecipe imageSize(ImageSize imageSize) {
    return new BottleneckRecipe(
        backbone, weights, weightsSha256, imageSize, asArticle, epochs, seed, saveTop);
  }

  /** This recipe with the article's values from 0 to 1, or with what the weights want. */
  public BottleneckRecipe asArticle(boolean asArticle) {
    return new BottleneckRecipe(
        backbone, weights, weightsSha256, imageSize, asArticle, epochs, seed, saveTop);
  }

  /** This recipe with another number of epochs. */
  public BottleneckRecipe epochs(int epochs) {
    return new BottleneckRecipe(
        backbone, weights, weightsSha256, imageSize, asArticle, epochs, seed, saveTop);
  }

  /** This recipe with another seed. */
  public BottleneckRecipe seed(int seed) {
    return new BottleneckRecipe(
        backbone, weights, weightsSha256, imageSize, asArticle, epochs, seed, saveTop);
  }

  /** This recipe with a file for the weights of the layers on top. */
  public BottleneckRecipe saveTop(Path saveTop) {
    return new BottleneckRecipe(
        backbone, weights, weightsSha256, imageSize, asArticle, epochs, seed, saveTop);
  }

  @Override
  public String name() {
    return BOTTLENECK;
  }

  @Override
  public Experiment on(Path data, RunOptions options, TrainingListener listener) {
    return new BottleneckTraining(data, this, options, listener);
  }

  /** What is done to pictures before the network sees them. */
  Preprocessing preprocessing() {
    return new Preprocessing(imageSize, Interpolation.NEAREST, 1);
  }

  /** The network up to its last maps. */
  Model maps(Path weights) throws IOException {
    return backbone.maps(imageSize, weights, asArticle ? Pixels.ARTICLE : null);
  }

  @Override
  public ObjectNode toJson() {
    return toJson(weightsSha256);
  }

  /** With the hash of the weights that were used. */
  ObjectNode toJson(@Nullable String hash) {
    ObjectNode json = Json.object().put("name", BOTTLENECK).put("backbone", backbone.id());
    json.put("weights_sha256", hash);
    json.putArray("image_size").add(imageSize.height()).add(imageSize.width());
    return json.put("as_article", asArticle).put("epochs", epochs).put("seed", seed);
  }

  /** From its JSON form. */
  static BottleneckRecipe fromJson(JsonNode node) {
    Json json = new Json("recipe", node);
    json.text("name");
    BottleneckRecipe recipe =
        new BottleneckRecipe(
            Backbone.find(json.text("backbone")),
            null,
            json.take("weights_sha256").isNull() ? null : json.text("weights_sha256"),
            json.imageSize("image_size"),
            json.flag("as_article"),
            json.integer("epochs"),
            json.integer("seed"),
            null);
    json.end();
    return recipe;
  }
}
