package dev.kindling.bench;

import dev.kindling.preprocessing.ClassMode;
import dev.kindling.preprocessing.DirectoryOptions;
import dev.kindling.preprocessing.ImageDataGenerator;

/** The generator of the article's first recipe. */
public final class ArticleGenerator {

  /** The article's Keras read the 0.2 as radians; today's reads degrees, and so does Kindling. */
  private static final double SHEAR_DEGREES = Math.toDegrees(0.2);

  private ArticleGenerator() {}

  /** With the article's options. */
  public static ImageDataGenerator training() {
    return new ImageDataGenerator()
        .rescale(1 / 255.0)
        .shearRange(SHEAR_DEGREES)
        .zoomRange(0.2)
        .horizontalFlip(true);
  }

  /** How pictures flow from a folder, in the article's size and batches. */
  public static DirectoryOptions fromFolder(long seed, int threads) {
    return new DirectoryOptions()
        .targetSize(ArticleNetwork.SIZE, ArticleNetwork.SIZE)
        .batchSize(ArticleNetwork.BATCH)
        .classMode(ClassMode.BINARY)
        .seed(seed)
        .threads(threads);
  }
}
