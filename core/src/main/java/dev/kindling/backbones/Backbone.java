package dev.kindling.backbones;

import dev.kindling.image.ImageSize;
import dev.kindling.models.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A network that others have trained on millions of pictures: one variant of a family. It takes
 * pictures of values from 0 to 255, red first; what its weights want done to them is its first
 * layer.
 *
 * <pre>{@code
 * Backbone backbone = Backbone.find("vgg16");
 * Model features = backbone.features(weights);
 * Model article = backbone.upTo("block5_pool", new ImageSize(150, 150), weights);
 * backbone.outline().freezeAllBut(article, 1);
 * }</pre>
 */
public interface Backbone {

  /** The number of ImageNet's classes. */
  int CLASSES = 1000;

  /** What it is called here and in the catalogue: {@code vgg16}. */
  String id();

  /** The size of the pictures that it was trained on. */
  ImageSize imageSize();

  /** The number of features. */
  int featureCount();

  /**
   * What weights of a source want to be given.
   *
   * @param keras whether they are Keras's, otherwise PyTorch's
   * @throws IllegalArgumentException if Keras's network of that name is another one
   */
  Pixels pixels(boolean keras);

  /**
   * What the weights of a file want to be given.
   *
   * @throws IOException if the file cannot be read
   */
  default Pixels pixels(Path weights) throws IOException {
    return pixels(ForeignWeights.read(weights).isKeras());
  }

  /**
   * The whole network without weights.
   *
   * @param size of its pictures; far smaller ones than its own leave nothing to see
   */
  Outline outline(ImageSize size, Pixels pixels);

  /** The whole network in its own size, without weights. */
  default Outline outline() {
    return outline(imageSize(), pixels(false));
  }

  /** The published weights. */
  default PublishedWeights published() {
    return WeightsCatalog.find(id());
  }

  /** The network up to its features, {@code (n, features)}, with first weights drawn at random. */
  default Model features() {
    return outline().upTo(Outline.FEATURES);
  }

  /**
   * The network up to its features, {@code (n, features)}, with the weights of a file.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException saying which weights do not fit
   */
  default Model features(Path weights) throws IOException {
    return upTo(Outline.FEATURES, imageSize(), weights);
  }

  /**
   * The whole network, up to the scores of ImageNet's 1000 classes.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException saying which weights do not fit
   */
  default Model whole(Path weights) throws IOException {
    return upTo(Outline.PREDICTIONS, imageSize(), weights);
  }

  /**
   * The network up to a layer, with the weights of a file: {@code .h5}, {@code .pth}, {@code
   * .safetensors}, {@code .npz} or {@code .onnx}, whatever its arrays are called.
   *
   * @param layer one of {@link Outline#layers()}
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if there is no such layer, or saying which weights do not fit
   */
  default Model upTo(String layer, ImageSize size, Path weights) throws IOException {
    ForeignWeights file = ForeignWeights.read(weights);
    return upTo(layer, size, file, pixels(file.isKeras()));
  }

  /**
   * The network up to the maps of which its features are the means: {@link Outline#maps()}.
   *
   * @param pixels what it is given; null for what the weights want
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException saying which weights do not fit
   */
  default Model maps(ImageSize size, Path weights, @Nullable Pixels pixels) throws IOException {
    ForeignWeights file = ForeignWeights.read(weights);
    Pixels given = pixels == null ? pixels(file.isKeras()) : pixels;
    Outline outline = outline(size, given);
    Model model = outline.maps();
    file.load(model, outline, given.bgr());
    return model;
  }

  /** The same, given pixels otherwise than the weights want them. */
  default Model upTo(String layer, ImageSize size, Path weights, Pixels pixels) throws IOException {
    return upTo(layer, size, ForeignWeights.read(weights), pixels);
  }

  /**
   * The network up to its features, with what it sees on the way there before them: {@link
   * Outline#withDepths()}.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException saying which weights do not fit
   */
  default Model withDepths(ImageSize size, Path weights) throws IOException {
    ForeignWeights file = ForeignWeights.read(weights);
    Pixels pixels = pixels(file.isKeras());
    Outline outline = outline(size, pixels);
    Model model = outline.withDepths();
    file.load(model, outline, pixels.bgr());
    return model;
  }

  private Model upTo(String layer, ImageSize size, ForeignWeights file, Pixels pixels)
      throws IOException {
    Outline outline = outline(size, pixels);
    Model model = outline.upTo(layer);
    file.load(model, outline, pixels.bgr());
    return model;
  }

  /** All of them, in the order in which they are listed. */
  static List<Backbone> all() {
    return Stream.<Backbone[]>of(
            EfficientNetLite.values(),
            Vgg.values(),
            ResNet.values(),
            MobileNetV2.values(),
            MobileNetV3.values(),
            EfficientNet.values(),
            ConvNext.values())
        .flatMap(Stream::of)
        .toList();
  }

  /**
   * That of a name.
   *
   * @throws IllegalArgumentException if there is none; the message names all
   */
  static Backbone find(String id) {
    return all().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no backbone of that name. Known: %s. Received: '%s'"
                        .formatted(
                            String.join(", ", all().stream().map(Backbone::id).toList()), id)));
  }
}
