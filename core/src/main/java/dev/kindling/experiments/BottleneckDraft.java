package dev.kindling.experiments;

import dev.kindling.backbones.Backbone;
import dev.kindling.backbones.EfficientNetLite;
import dev.kindling.image.ImageSize;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A recipe {@code bottleneck} while something of it is changed. */
final class BottleneckDraft {

  Backbone backbone = EfficientNetLite.LITE0;
  @Nullable Path weights = null;
  @Nullable String weightsSha256 = null;
  ImageSize imageSize = new ImageSize(150, 150);
  boolean asArticle = false;
  int epochs = 50;
  double dropout = 0.5;
  double l1 = 0;
  double l2 = 0;
  int seed = 1;
  @Nullable Path saveTop = null;
  @Nullable Path from = null;
  @Nullable String fromSha256 = null;

  BottleneckDraft() {}

  BottleneckDraft(BottleneckRecipe recipe) {
    backbone = recipe.backbone();
    weights = recipe.weights();
    weightsSha256 = recipe.weightsSha256();
    imageSize = recipe.imageSize();
    asArticle = recipe.asArticle();
    epochs = recipe.epochs();
    dropout = recipe.dropout();
    l1 = recipe.l1();
    l2 = recipe.l2();
    seed = recipe.seed();
    saveTop = recipe.saveTop();
    from = recipe.from();
    fromSha256 = recipe.fromSha256();
  }
}
