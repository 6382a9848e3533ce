package dev.kindling.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.models.Model;
import dev.kindling.onnx.OnnxModel;
import dev.kindling.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file of a whole network holds, whoever wrote it: {@code .onnx}, Keras's {@code .keras} and
 * {@code .h5}; the kind is told by its content.
 *
 * @param onnx the network as it is in an {@code .onnx} file, with its own inputs and outputs
 * @param model its layers with their weights; null if the file is another program's {@code .onnx}
 * @param classifier the classifier that it is; null if it is only a network
 */
public record ModelFile(OnnxModel onnx, @Nullable Model model, @Nullable Classifier classifier) {

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be read, or is of no known kind; the message names it
   */
  public static ModelFile open(Path file) throws IOException {
    return isKeras(file) ? of(Model.load(file)) : of(OnnxModel.read(file), file);
  }

  /**
   * Opens a file of Keras's weights together with the architecture that they belong to.
   *
   * @param architecture a file of JSON as Keras's {@code model.to_json()} gives it
   * @throws IOException if one cannot be read, or they do not fit together; the message says where
   */
  public static ModelFile open(Path file, Path architecture) throws IOException {
    Model model;
    try {
      model = Model.fromConfig(new ObjectMapper().readTree(architecture.toFile()));
    } catch (JsonProcessingException e) {
      throw new IOException(architecture + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          architecture + " has a model that is not known here: " + e.getMessage(), e);
    }
    model.loadWeights(file);
    return of(model);
  }

  /** The network that a model is at this moment. */
  public static ModelFile of(Model model) {
    Map<String, String> metadata = Map.of(ClassifierFile.LAYERS, Json.write(model.toConfig()));
    return new ModelFile(new OnnxModel(model.graph(), model.parameters(), metadata), model, null);
  }

  private static ModelFile of(OnnxModel onnx, Path file) throws IOException {
    if (onnx.metadata().containsKey(ClassifierFile.FORMAT)) {
      Classifier classifier = ClassifierFile.read(onnx, file.toString());
      return new ModelFile(onnx, classifier.model(), classifier);
    }
    String layers = onnx.metadata().get(ClassifierFile.LAYERS);
    if (layers == null) {
      return new ModelFile(onnx, null, null);
    }
    try {
      Model model = Model.fromConfig(Json.parse(ClassifierFile.LAYERS, layers), onnx.weights());
      ClassifierFile.requireSame(model.graph(), onnx.graph());
      return new ModelFile(onnx, model, null);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s cannot be trusted: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static boolean isKeras(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      int second = in.read();
      return (first == 'P' && second == 'K') || (first == 0x89 && second == 'H');
    }
  }

  /**
   * A classifier of pictures by this network.
   *
   * @param labels the names of the classes, in the order of the network's outputs
   * @param pixels what the network wants to be given
   * @param interpolation how pictures are resized for it
   * @throws IllegalArgumentException if they do not fit the network, or its layers are not known
   */
  public Classifier classifier(List<String> labels, PixelMode pixels, Interpolation interpolation) {
    if (model == null) {
      throw new IllegalArgumentException(
          "A classifier needs a network whose layers are known: .keras, .h5, or an .onnx that"
              + " Kindling wrote; this is another program's .onnx");
    }
    Shape input = model.inputShape();
    if (input.rank() != 4 || input.size(3) != 3) {
      throw new IllegalArgumentException(
          "A classifier needs a network that takes pictures (None, height, width, 3). This one"
              + " takes "
              + input);
    }
    ImageSize size = new ImageSize(input.size(1), input.size(2));
    Preprocessing preprocessing = new Preprocessing(size, interpolation, pixels.factor());
    return new Classifier(labels, preprocessing, pixels.before(model));
  }
}
