package dev.kindling.models;

import static java.util.Objects.requireNonNull;

import dev.kindling.layers.Flatten;
import dev.kindling.layers.Weight;
import dev.kindling.models.LoadOptions.FlattenOrder;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.KerasArchive;
import dev.kindling.weights.KerasFile;
import dev.kindling.weights.KerasLayer;
import dev.kindling.weights.KerasReading;
import dev.kindling.weights.KerasVariable;
import dev.kindling.weights.WeightArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model's weights in Keras's files: its layers as Keras sees them, its axes in Keras's order. */
final class KerasWeights {

  /** A number that Keras keeps in a Normalization for the sake of old files. */
  private static final String COUNT = "count";

  private KerasWeights() {}

  /** Writes today's layout if the file's name ends in {@code .weights.h5}, else that of 2016. */
  static void save(Network network, Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".weights.h5")) {
      KerasFile.write(file, layers(network));
    } else if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
      KerasFile.writeListed(file, layers(network));
    } else {
      throw new IllegalArgumentException(
          "The name of a file of Keras's weights must end in .weights.h5 (Keras 3) or .h5 (every"
              + " Keras). Received: "
              + file);
    }
  }

  /** Writes a whole model. */
  static void saveModel(Network network, Path file) throws IOException {
    KerasArchive.write(file, ModelConfig.write(network.name(), network), layers(network));
  }

  /** Reads a whole model. */
  static Network loadModel(Path file) throws IOException {
    return KerasArchive.read(
        file,
        (config, weights, numbers) -> {
          Network network = ModelConfig.read(config, WeightSource.zeros(numbers));
          KerasReading reading = KerasFile.readFor(layers(network), weights);
          reading.requireFit(file);
          take(network, reading, Map.of());
          return network;
        });
  }

  /** Takes what fits and gives in words what did not. */
  static List<String> load(Network network, Path file, LoadOptions options) throws IOException {
    KerasReading reading =
        options.byName()
            ? KerasFile.readByName(layers(network), file)
            : KerasFile.readFor(layers(network), file);
    if (!options.skipMismatch()) {
      reading.requireFit(file);
    }
    Map<String, Shape> pictures = new HashMap<>();
    if (options.flattenOrder() == FlattenOrder.CHANNELS_FIRST) {
      flattened("", network, null, pictures);
    }
    take(network, reading, pictures);
    return reading.unfit();
  }

  /**
   * Takes weights.
   *
   * @param pictures the shapes of the channels-first pictures that kernels take flattened, by name
   */
  private static void take(Network network, KerasReading reading, Map<String, Shape> pictures)
      throws IOException {
    Map<String, Tensor> weights = network.copyWeights();
    for (Map.Entry<String, WeightArray> found : reading.weights().entrySet()) {
      String name = found.getKey();
      Tensor own = weights.get(name);
      if (own == null) { // that count
        continue;
      }
      Tensor numbers = found.getValue().tensor();
      Shape picture = pictures.get(name);
      if (picture != null) {
        numbers = channelsLast(numbers, picture);
      }
      Weight weight = requireNonNull(network.lowered().weights().get(name));
      weights.put(name, Tensor.of(own.shape(), weight.keras().fromKeras(numbers)));
    }
    network.setWeights(weights);
  }

  private static List<KerasLayer> layers(Network network) {
    List<KerasLayer> layers = new ArrayList<>();
    for (Member member : network.members()) {
      if (member instanceof Member.ModelMember model) {
        layers.add(
            new KerasLayer(member.className(), member.name(), List.of(), layers(model.network())));
      } else {
        layers.add(new KerasLayer(member.className(), member.name(), variables(member, network)));
      }
    }
    return layers;
  }

  /** In Keras's order: those that training moves by their gradients before the others. */
  private static List<KerasVariable> variables(Member member, Network network) {
    List<KerasVariable> trained = new ArrayList<>();
    List<KerasVariable> others = new ArrayList<>();
    String prefix = member.name() + "/";
    for (Map.Entry<String, Weight> said : network.lowered().weights().entrySet()) {
      if (said.getKey().startsWith(prefix)) {
        boolean moved = said.getValue().role() == Weight.Role.TRAINED;
        float[] numbers = requireNonNull(network.weights().get(said.getKey())).data();
        WeightArray array = WeightArray.of(said.getValue().keras().toKeras(numbers));
        String name = said.getKey().substring(prefix.length());
        (moved ? trained : others).add(new KerasVariable(name, moved && member.trainable(), array));
      }
    }
    trained.addAll(others);
    if (member.className().equals("Normalization") && !trained.isEmpty()) {
      trained.add(new KerasVariable(COUNT, false, WeightArray.of(Tensor.zeros())));
    }
    return trained;
  }

  /**
   * Finds the kernels that take flattened pictures.
   *
   * @param before the picture that was flattened before the first layer, or null
   * @param pictures gets their shapes, {@code (height, width, channels)}, by the kernels' names
   * @return the picture that is flattened at the end, or null
   */
  private static @Nullable Shape flattened(
      String prefix, Network network, @Nullable Shape before, Map<String, Shape> pictures) {
    Map<String, Shape> flat = new HashMap<>();
    if (before != null) {
      network.inputs().keySet().forEach(input -> flat.put(input, before));
    }
    for (Network.Call call : network.calls()) {
      Member member = call.member();
      String taken = call.inputs().get(0);
      Shape picture = flat.get(taken);
      if (member instanceof Member.ModelMember model) {
        picture = flattened(prefix + member.name() + "/", model.network(), picture, pictures);
      } else if (member.className().equals(Flatten.class.getSimpleName())) {
        Shape shape = network.lowered().shape(taken);
        picture = shape.rank() == 4 ? shape.withoutBatch() : picture;
      } else if (picture != null && network.weights().containsKey(member.name() + "/kernel")) {
        pictures.put(prefix + member.name() + "/kernel", picture);
        picture = null;
      }
      if (picture != null) {
        flat.put(call.outputs().get(0), picture);
      }
    }
    return flat.get(network.outputs().get(0));
  }

  /** A matrix whose rows belong to the numbers of a picture, brought into this library's order. */
  private static Tensor channelsLast(Tensor matrix, Shape picture) {
    int channels = picture.size(2);
    int pixels = picture.size(0) * picture.size(1);
    int units = matrix.shape().size(1);
    float[] moved = new float[matrix.data().length];
    for (int channel = 0; channel < channels; channel++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        int from = (channel * pixels + pixel) * units;
        System.arraycopy(matrix.data(), from, moved, (pixel * channels + channel) * units, units);
      }
    }
    return Tensor.of(matrix.shape(), moved);
  }
}
