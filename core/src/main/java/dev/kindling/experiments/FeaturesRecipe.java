package dev.kindling.experiments;

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
 * @param exactDecode whether large JPEG photographs are decoded whole
 */
public record FeaturesRecipe(Backbone backbone, @Nullable Path weights, boolean exactDecode) {

  /** The name of this recipe. */
  public static final String FEATURES = "features";

  /** EfficientNet-Lite0 with its published weights. */
  public FeaturesRecipe() {
    this(EfficientNetLite.LITE0, null, false);
  }

  /** What is done to pictures before the network sees them; it belongs to the weights. */
  public Preprocessing preprocessing() {
    return new Preprocessing(backbone.imageSize(), Interpolation.BILINEAR, 1, exactDecode);
  }

  /**
   * What a classifier's file keeps of it.
   *
   * @param hash of the file of weights
   * @param c what cross-validation chose
   */
  ObjectNode toJson(String hash, double c) {
    return Json.object()
        .put("name", FEATURES)
        .put("backbone", backbone.id())
        .put("weights_sha256", hash)
        .put("exact_decode", exactDecode)
        .put("c", c);
  }
}
