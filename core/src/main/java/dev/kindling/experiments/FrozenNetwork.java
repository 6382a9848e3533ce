package dev.kindling.experiments;

import dev.kindling.backbones.Backbone;
import dev.kindling.backbones.Outline;
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
 */
record FrozenNetwork(Backbone backbone, Preprocessing preprocessing, Path weights, String hash) {

  /** One that takes pictures as they were made for it, resized to a size. */
  static FrozenNetwork of(Backbone backbone, ImageSize size, Path weights, boolean exactDecode)
      throws IOException {
    Preprocessing preprocessing = new Preprocessing(size, Interpolation.BILINEAR, 1, exactDecode);
    return new FrozenNetwork(backbone, preprocessing, weights, ContentHash.of(weights));
  }

  /** The network up to its features. */
  Model features() throws IOException {
    return backbone.upTo(Outline.FEATURES, preprocessing.imageSize(), weights);
  }

  @Override
  public String toString() {
    return "%s at %s".formatted(backbone.id(), preprocessing.imageSize());
  }
}
