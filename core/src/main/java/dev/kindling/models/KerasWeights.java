package dev.kindling.models;

import static java.util.Objects.requireNonNull;

import dev.kindling.layers.Flatten;
import dev.kindling.layers.Weight;
import dev.kindling.models.LoadOptions.FlattenOrder;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
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

  private KerasWeights() {}

  /** Writes today's layout if the file's name ends in {@code .weights.h5}, else that of 2016. */
  static void save(Stack stack, Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".weights.h5")) {
      KerasFile.write(file, layers(stack));
    } else if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
      KerasFile.writeListed(file, layers(stack));
    } else {
      throw new IllegalArgumentException(
          "The name of a file of Keras's weights must end in .weights.h5 (Keras 3) or .h5 (every"
              + " Keras). Received: "
              + file);
    }
  }

  /** Takes what fits and gives in words what did not. */
  static List<String> load(Stack stack, Path file, LoadOptions options) throws IOException {
    KerasReading reading =
        options.byName()
            ? KerasFile.readByName(layers(stack), file)
            : KerasFile.readFor(layers(stack), file);
    if (!options.skipMismatch()) {
      reading.requireFit(file);
    }
    Map<String, Shape> pictures = new HashMap<>();
    if (options.flattenOrder() == FlattenOrder.CHANNELS_FIRST) {
      flattened("", stack, null, pictures);
    }
    Map<String, Tensor> weights = stack.copyWeights();
    for (Map.Entry<String, WeightArray> found : reading.weights().entrySet()) {
      String name = found.getKey();
      Tensor numbers = found.getValue().tensor();
      Shape picture = pictures.get(name);
      if (picture != null) {
        numbers = channelsLast(numbers, picture);
      }
      Tensor own = requireNonNull(weights.get(name));
      Weight weight = requireNonNull(stack.lowered().weights().get(name));
      weights.put(name, Tensor.of(own.shape(), weight.keras().fromKeras(numbers)));
    }
    stack.setWeights(weights);
    return reading.unfit();
  }

  private static List<KerasLayer> layers(Stack stack) {
    List<KerasLayer> layers = new ArrayList<>();
    for (Member member : stack.members()) {
      if (member instanceof Member.ModelMember model) {
        layers.add(
            new KerasLayer(member.className(), member.name(), List.of(), layers(model.stack())));
      } else {
        layers.add(new KerasLayer(member.className(), member.name(), variables(member, stack)));
      }
    }
    return layers;
  }

  /** In Keras's order: those that training moves by their gradients before the others. */
  private static List<KerasVariable> variables(Member member, Stack stack) {
    List<KerasVariable> trained = new ArrayList<>();
    List<KerasVariable> others = new ArrayList<>();
    String prefix = member.name() + "/";
    for (Map.Entry<String, Weight> said : stack.lowered().weights().entrySet()) {
      if (said.getKey().startsWith(prefix)) {
        boolean moved = said.getValue().role() == Weight.Role.TRAINED;
        float[] numbers = requireNonNull(stack.weights().get(said.getKey())).data();
        WeightArray array = WeightArray.of(said.getValue().keras().toKeras(numbers));
        String name = said.getKey().substring(prefix.length());
        (moved ? trained : others).add(new KerasVariable(name, moved && member.trainable(), array));
      }
    }
    trained.addAll(others);
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
      String prefix, Stack stack, @Nullable Shape before, Map<String, Shape> pictures) {
    Shape picture = before;
    List<Shape> taken = stack.lowered().shapes();
    for (int i = 0; i < stack.members().size(); i++) {
      Member member = stack.members().get(i);
      if (member instanceof Member.ModelMember model) {
        picture = flattened(prefix + member.name() + "/", model.stack(), picture, pictures);
      } else if (member.className().equals(Flatten.class.getSimpleName())) {
        picture = taken.get(i).rank() == 4 ? taken.get(i).withoutBatch() : picture;
      } else if (picture != null && stack.weights().containsKey(member.name() + "/kernel")) {
        pictures.put(prefix + member.name() + "/kernel", picture);
        picture = null;
      }
    }
    return picture;
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
