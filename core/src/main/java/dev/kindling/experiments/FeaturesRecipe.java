package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.backbones.Backbone;
import dev.kindling.backbones.EfficientNetLite;
import dev.kindling.image.Interpolation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what comes of learning on frozen features, but the pictures: a network that
 * others have trained looks at each picture once, and a logistic regression learns which of its
 * features tell the classes apart. Seconds, and far better than a network from nothing.
 *
 * @param backbone the network
 * @param weights a file of its weights; null for the published ones
 * @param weightsSha256 what they must be, to repeat a run; null takes any
 * @param exactDecode whether large JPEG photographs are decoded whole
 * @param variants how many of each picture are learnt from, at least 1: the picture itself, then
 *     its mirror image, then crops of at least 80 %, perhaps flipped, the same in every run
 */
public record FeaturesRecipe(
    Backbone backbone,
    @Nullable Path weights,
    @Nullable String weightsSha256,
    boolean exactDecode,
    int variants)
    implements TrainingRecipe {

  /** Checks the number of variants. */
  public FeaturesRecipe {
    if (variants < 1) {
      throw new IllegalArgumentException(
          "variants must be at least 1, the pictures themselves. Received: variants=" + variants);
    }
  }

  /** The name of this recipe. */
  public static final String FEATURES = "features";

  /** EfficientNet-Lite0 with its published weights. */
  public FeaturesRecipe() {
    this(EfficientNetLite.LITE0, null, null, false, 1);
  }

  /** This recipe with the published weights of another network. */
  public FeaturesRecipe backbone(Backbone backbone) {
    return new FeaturesRecipe(backbone, null, null, exactDecode, variants);
  }

  /** This recipe with the weights in a file. */
  public FeaturesRecipe weights(Path weights) {
    return new FeaturesRecipe(backbone, weights, weightsSha256, exactDecode, variants);
  }

  /** This recipe with weights that must be these. */
  FeaturesRecipe weightsSha256(String weightsSha256) {
    return new FeaturesRecipe(backbone, weights, weightsSha256, exactDecode, variants);
  }

  /** This recipe with large photographs decoded whole, or reduced where that is enough. */
  public FeaturesRecipe exactDecode(boolean exactDecode) {
    return new FeaturesRecipe(backbone, weights, weightsSha256, exactDecode, variants);
  }

  /** This recipe with so many variants of each picture to learn from. */
  public FeaturesRecipe variants(int variants) {
    return new FeaturesRecipe(backbone, weights, weightsSha256, exactDecode, variants);
  }

  /**
   * Refuses other weights than those of the run that is repeated.
   *
   * @param hash of the file
   */
  void requireWeights(Path file, String hash) {
    if (weightsSha256 != null && !weightsSha256.equals(hash)) {
      throw new IllegalArgumentException(
          "The recipe was carried out with weights of the SHA-256 %s; name their file (--weights)."
                  .formatted(weightsSha256)
              + " Received: %s, of the SHA-256 %s".formatted(file, hash));
    }
  }

  @Override
  public String name() {
    return FEATURES;
  }

  @Override
  public Experiment on(Path data, RunOptions options, TrainingListener listener) {
    return new FeatureTraining(data, this, options, listener);
  }

  /** What is done to pictures before the network sees them; it belongs to the weights. */
  public Preprocessing preprocessing() {
    return new Preprocessing(backbone.imageSize(), Interpolation.BILINEAR, 1, exactDecode);
  }

  /** The recipe as JSON; of a file of weights its content counts, not its place. */
  @Override
  public ObjectNode toJson() {
    return Json.object()
        .put("name", FEATURES)
        .put("backbone", backbone.id())
        .put("weights_sha256", weightsSha256)
        .put("exact_decode", exactDecode)
        .put("variants", variants);
  }

  /**
   * What a classifier's file keeps of it.
   *
   * @param hash of the file of weights
   * @param c what cross-validation chose
   */
  ObjectNode toJson(String hash, double c) {
    return weightsSha256(hash).toJson().put("c", c);
  }

  /** From its JSON form; a penalty that was chosen is chosen again. */
  static FeaturesRecipe fromJson(JsonNode node) {
    Json json = new Json("recipe", node);
    json.text("name");
    if (json.has("c")) {
      json.number("c");
    }
    FeaturesRecipe recipe =
        new FeaturesRecipe(
            Backbone.find(json.text("backbone")),
            null,
            json.take("weights_sha256").isNull() ? null : json.text("weights_sha256"),
            json.flag("exact_decode"),
            json.has("variants") ? json.integer("variants") : 1);
    json.end();
    return recipe;
  }
}
