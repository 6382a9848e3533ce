package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.backbones.Backbone;
import dev.kindling.backbones.Outline;
import dev.kindling.backbones.Pixels;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.layers.Regularizer;
import dev.kindling.models.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
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
 * @param dropout how much of what the last layer sees is dropped in training, at least 0 and less
 *     than 1
 * @param l1 what the sum of the absolute numbers of the kernels on top adds to the loss, times this
 * @param l2 what the sum of their squares adds to it, times this
 * @param seed what first weights, order and dropout are drawn from, not negative
 * @param saveTop where the weights of the layers on top go, too, as Keras has them; null for
 *     nowhere
 * @param from the file of a classifier with this network, whose weights it has in place of those it
 *     was published with; null for these
 * @param fromSha256 what that file must be, to repeat a run; null takes any
 */
public record BottleneckRecipe(
    Backbone backbone,
    @Nullable Path weights,
    @Nullable String weightsSha256,
    ImageSize imageSize,
    boolean asArticle,
    int epochs,
    double dropout,
    double l1,
    double l2,
    int seed,
    @Nullable Path saveTop,
    @Nullable Path from,
    @Nullable String fromSha256)
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
    Recipe.requireShare("dropout", dropout);
    new Regularizer("L1L2", l1, l2);
  }

  /** EfficientNet-Lite0 with its published weights, 150 x 150 pixels, 50 epochs. */
  public BottleneckRecipe() {
    this(new BottleneckDraft());
  }

  private BottleneckRecipe(BottleneckDraft draft) {
    this(
        draft.backbone,
        draft.weights,
        draft.weightsSha256,
        draft.imageSize,
        draft.asArticle,
        draft.epochs,
        draft.dropout,
        draft.l1,
        draft.l2,
        draft.seed,
        draft.saveTop,
        draft.from,
        draft.fromSha256);
  }

  private BottleneckRecipe with(Consumer<BottleneckDraft> change) {
    BottleneckDraft draft = new BottleneckDraft(this);
    change.accept(draft);
    return new BottleneckRecipe(draft);
  }

  /** This recipe with the published weights of another network. */
  public BottleneckRecipe backbone(Backbone backbone) {
    return with(
        draft -> {
          draft.backbone = backbone;
          draft.weights = null;
          draft.weightsSha256 = null;
        });
  }

  /** This recipe with the weights in a file. */
  public BottleneckRecipe weights(Path weights) {
    return with(draft -> draft.weights = weights);
  }

  /** This recipe with weights that must be these. */
  BottleneckRecipe weightsSha256(@Nullable String weightsSha256) {
    return with(draft -> draft.weightsSha256 = weightsSha256);
  }

  /** This recipe with pictures of another size. */
  public BottleneckRecipe imageSize(ImageSize imageSize) {
    return with(draft -> draft.imageSize = imageSize);
  }

  /** This recipe with the article's values from 0 to 1, or with what the weights want. */
  public BottleneckRecipe asArticle(boolean asArticle) {
    return with(draft -> draft.asArticle = asArticle);
  }

  /** This recipe with another number of epochs. */
  public BottleneckRecipe epochs(int epochs) {
    return with(draft -> draft.epochs = epochs);
  }

  /** This recipe with more or less dropped. */
  public BottleneckRecipe dropout(double dropout) {
    return with(draft -> draft.dropout = dropout);
  }

  /** This recipe with a penalty on the absolute numbers of the kernels on top. */
  public BottleneckRecipe l1(double l1) {
    return with(draft -> draft.l1 = l1);
  }

  /** This recipe with a penalty on the squares of the kernels on top. */
  public BottleneckRecipe l2(double l2) {
    return with(draft -> draft.l2 = l2);
  }

  /** This recipe with another seed. */
  public BottleneckRecipe seed(int seed) {
    return with(draft -> draft.seed = seed);
  }

  /** This recipe with a file for the weights of the layers on top. */
  public BottleneckRecipe saveTop(Path saveTop) {
    return with(draft -> draft.saveTop = saveTop);
  }

  /** This recipe with the network as it is in a classifier, of any classes. */
  public BottleneckRecipe from(Path from) {
    return with(
        draft -> {
          draft.from = from;
          draft.fromSha256 = null;
        });
  }

  /** This recipe with a classifier to begin with that must be this one, or with none. */
  BottleneckRecipe fromSha256(@Nullable String fromSha256) {
    return with(draft -> draft.fromSha256 = fromSha256);
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

  /** The network that a file's weights are for, without them. */
  Outline outline(Path weights) throws IOException {
    return backbone.outline(imageSize, asArticle ? Pixels.ARTICLE : backbone.pixels(weights));
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = Json.object().put("name", BOTTLENECK).put("backbone", backbone.id());
    json.put("weights_sha256", weightsSha256);
    json.putArray("image_size").add(imageSize.height()).add(imageSize.width());
    json.put("as_article", asArticle).put("epochs", epochs);
    json.put("dropout", dropout).put("l1", l1).put("l2", l2).put("seed", seed);
    if (fromSha256 != null) {
      json.put("from_sha256", fromSha256);
    }
    return json;
  }

  /** From its JSON form. */
  static BottleneckRecipe fromJson(JsonNode node) {
    Json json = new Json("recipe", node);
    json.text("name");
    BottleneckRecipe recipe =
        new BottleneckRecipe()
            .backbone(Backbone.find(json.text("backbone")))
            .weightsSha256(
                json.take("weights_sha256").isNull() ? null : json.text("weights_sha256"))
            .imageSize(json.imageSize("image_size"))
            .asArticle(json.flag("as_article"))
            .epochs(json.integer("epochs"))
            .seed(json.integer("seed"))
            .fromSha256(json.has("from_sha256") ? json.text("from_sha256") : null);
    if (json.has("dropout")) { // Older models have them not.
      recipe = recipe.dropout(json.number("dropout")).l1(json.number("l1")).l2(json.number("l2"));
    }
    json.end();
    return recipe;
  }
}
