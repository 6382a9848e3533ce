package dev.kindling.experiments;

import dev.kindling.backbones.Backbone;
import dev.kindling.backbones.Outline;
import dev.kindling.engine.EngineOptions;
import dev.kindling.files.ContentHash;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.models.Model;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A backbone with its weights, which are not trained any further: what looks at pictures.
 *
 * @param backbone the network
 * @param preprocessing what is done to pictures before it sees them
 * @param weights the file of its weights
 * @param hash of that file
 * @param depths whether it gives what it sees on the way to its features as well, before them
 */
record FrozenNetwork(
    Backbone backbone, Preprocessing preprocessing, Path weights, String hash, boolean depths) {

  /** One that takes pictures resized to a size, and gives its features alone. */
  static FrozenNetwork of(Backbone backbone, ImageSize size, Path weights, boolean exactDecode)
      throws IOException {
    Preprocessing preprocessing = new Preprocessing(size, Interpolation.BILINEAR, 1, exactDecode);
    return new FrozenNetwork(backbone, preprocessing, weights, ContentHash.of(weights), false);
  }

  /** This network with what it sees on the way, or without. */
  FrozenNetwork depths(boolean depths) {
    return new FrozenNetwork(backbone, preprocessing, weights, hash, depths);
  }

  /** The network up to what it gives. */
  Model model() throws IOException {
    ImageSize size = preprocessing.imageSize();
    return depths
        ? backbone.withDepths(size, weights)
        : backbone.upTo(Outline.FEATURES, size, weights);
  }

  /** How long it looks at a picture while all threads are at work: tried with blank ones. */
  double secondsOfPicture(EngineOptions options) throws IOException {
    try (Model model = model();
        FeatureExtraction extraction =
            new FeatureExtraction(model, preprocessing.imageSize(), options)) {
      return extraction.secondsOfPicture();
    }
  }

  /** What it gives, in words: what a cache knows it by. */
  String layer() {
    return depths ? "depths" : Outline.FEATURES;
  }

  @Override
  public String toString() {
    return backbone.id() + (depths ? " with depths" : "");
  }
}
