package dev.kindling.experiments;

import dev.kindling.backbones.Backbone;
import dev.kindling.backbones.Pixels;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.LabelledFile;
import dev.kindling.data.Pictures;
import dev.kindling.files.AtomicFile;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.layers.GlobalAveragePooling2D;
import dev.kindling.layers.GlobalMaxPooling2D;
import dev.kindling.layers.Input;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.DType;
import dev.kindling.weights.NpyFile;
import dev.kindling.weights.WeightArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a pretrained network gives for the pictures of a folder, as files for other programs:
 *
 * <pre>{@code
 * bottleneck_features_train.npy       (n, height, width, channels) or (n, numbers), 32-bit floats
 * bottleneck_features_validation.npy
 * labels_train.npy                    (n), 64-bit integers: the places of the labels in classes.txt
 * labels_validation.npy
 * files_train.txt                     a line for each picture, in the same order
 * files_validation.txt
 * classes.txt                         a line for each label
 * }</pre>
 *
 * @param backbone the network
 * @param weights the file of its weights
 * @param layer up to where it is taken; null for its last convolutions
 * @param pool what is taken of maps
 * @param imageSize the size that pictures are resized to
 * @param asArticle whether the network is given values from 0 to 1 and pictures resized by the
 *     nearest pixels, as in Keras's article, instead of what its weights want
 */
public record FeatureExport(
    Backbone backbone,
    Path weights,
    @Nullable String layer,
    Pool pool,
    ImageSize imageSize,
    boolean asArticle) {

  /** What is taken of maps. Keras: {@code pooling}. */
  public enum Pool {
    /** All of them. */
    NONE,
    /** The mean of each. */
    AVG,
    /** The largest number of each. */
    MAX
  }

  /**
   * Writes the files; each stands there whole or not at all.
   *
   * @param data a folder as {@link ImageFolder} describes it
   * @param folder made if it is missing
   * @return the sizes of what the network gives for one picture
   * @throws IOException if pictures or weights cannot be read, or files not be written
   * @throws IllegalArgumentException if the network has no such layer, or if it is too much for
   *     Java's memory
   */
  public List<Integer> write(Path data, Path folder, RunOptions options, TrainingListener listener)
      throws IOException {
    ImageFolder from = ImageFolder.open(data);
    from.requireTrainable();
    from.notices().forEach(listener::notice);
    Interpolation interpolation = asArticle ? Interpolation.NEAREST : Interpolation.BILINEAR;
    try (Model model = model();
        Bottleneck network = new Bottleneck(model, options)) {
      Files.createDirectories(folder);
      RunPictures pictures =
          RunPictures.load(
              from, new Preprocessing(imageSize, interpolation, 1), options, listener, () -> {});
      write(folder.resolve("classes.txt"), pictures.labels());
      write("train", pictures, pictures.training(), network, folder, listener);
      write("validation", pictures, pictures.validation(), network, folder, listener);
      return network.sizes();
    }
  }

  private Model model() throws IOException {
    Pixels pixels = asArticle ? Pixels.ARTICLE : null;
    Model model =
        layer == null
            ? backbone.maps(imageSize, weights, pixels)
            : pixels == null
                ? backbone.upTo(layer, imageSize, weights)
                : backbone.upTo(layer, imageSize, weights, pixels);
    if (pool == Pool.NONE || model.outputShape().rank() != 4) {
      return model;
    }
    Sequential pooled =
        new Sequential().add(new Input(imageSize.height(), imageSize.width(), 3)).add(model);
    return pool == Pool.AVG
        ? pooled.add(new GlobalAveragePooling2D())
        : pooled.add(new GlobalMaxPooling2D());
  }

  private static void write(
      String part,
      RunPictures pictures,
      Pictures of,
      Bottleneck network,
      Path folder,
      TrainingListener listener)
      throws IOException {
    if (of.size() == 0) {
      return;
    }
    Tensor features = network.of(of, done -> listener.computing(done, of.size()));
    NpyFile.write(
        folder.resolve("bottleneck_features_%s.npy".formatted(part)),
        WeightArray.of(features.reshape(network.shapeOf(of.size()))));
    int[] classes = pictures.classes(of);
    ByteBuffer labels =
        ByteBuffer.allocate(classes.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int label : classes) {
      labels.putLong(label);
    }
    NpyFile.write(
        folder.resolve("labels_%s.npy".formatted(part)),
        WeightArray.of(DType.INT64, Shape.of(classes.length), labels.array()));
    write(
        folder.resolve("files_%s.txt".formatted(part)),
        of.files().stream().map(LabelledFile::file).map(Path::toString).toList());
  }

  private static void write(Path file, List<String> lines) throws IOException {
    String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
