package dev.kindling.backbones;

import dev.kindling.image.ImageSize;
import dev.kindling.layers.Activation;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.BatchNormalization;
import dev.kindling.layers.Concatenate;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.DepthwiseConv2D;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.GlobalAveragePooling2D;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.Layer;
import dev.kindling.layers.LayerNormalization;
import dev.kindling.layers.Multiply;
import dev.kindling.layers.Padding;
import dev.kindling.layers.ZeroPadding2D;
import dev.kindling.models.Member;
import dev.kindling.models.Model;
import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pretrained network as its family puts it together: named layers in the order of its files of
 * weights, in blocks from the pixels to the classes. It has no weights; {@link #upTo} makes a model
 * of as much of it as is wanted.
 */
public final class Outline {

  /** The name of the layer that gives the features, {@code (n, features)}. */
  public static final String FEATURES = "features";

  /** The name of the layer that gives the scores of the 1000 classes of ImageNet. */
  public static final String PREDICTIONS = "predictions";

  private final String name;
  private final KerasTensor input;
  private final KerasTensor pixels;
  private final double epsilon;
  private final Map<String, KerasTensor> layers = new LinkedHashMap<>();
  private final Map<String, String> blockOf = new LinkedHashMap<>();
  private final Map<String, Shape> flattened = new LinkedHashMap<>();
  private String block = "";
  private int first;
  private int headArrays;

  /**
   * The beginning.
   *
   * @param epsilon of its normalizations
   */
  Outline(String name, ImageSize size, Pixels pixels, double epsilon) {
    this.name = name;
    this.epsilon = epsilon;
    this.input = KerasTensor.input(size.height(), size.width(), 3);
    this.pixels = add("rescaling", pixels.layer(), input);
  }

  /** The pixels as the weights want them. */
  KerasTensor pixels() {
    return pixels;
  }

  /** What is added from now on is in this block. */
  void block(String name) {
    block = name;
  }

  KerasTensor add(String name, Layer layer, KerasTensor... x) {
    KerasTensor y = layer.apply(name, x);
    layers.put(name, y);
    if (first > 0 && (layer instanceof Dense || layer instanceof LayerNormalization)) {
      headArrays += 2;
    }
    if (!block.isEmpty()) {
      blockOf.put(name, block);
    }
    return y;
  }

  /** PyTorch's convolution without a bias, with half a window of zeros on all sides. */
  KerasTensor convolution(String name, int filters, int kernel, int stride, KerasTensor x) {
    Conv2D layer = new Conv2D(filters, kernel).strides(stride).useBias(false);
    return stride == 1
        ? add(name, layer.padding(Padding.SAME), x)
        : add(name, layer, bordered(kernel, x));
  }

  /** The same of each channel by itself. */
  KerasTensor depthwise(String name, int kernel, int stride, KerasTensor x) {
    DepthwiseConv2D layer = new DepthwiseConv2D(kernel).strides(stride).useBias(false);
    return stride == 1
        ? add(name, layer.padding(Padding.SAME), x)
        : add(name, layer, bordered(kernel, x));
  }

  static KerasTensor bordered(int kernel, KerasTensor x) {
    return kernel == 1 ? x : new ZeroPadding2D(kernel / 2).apply(x);
  }

  KerasTensor normalized(String name, KerasTensor x) {
    return add(name, new BatchNormalization().epsilon(epsilon), x);
  }

  static KerasTensor activated(ActivationFunction function, KerasTensor x) {
    return new Activation(function).apply(x);
  }

  /** Squeeze and excitation: each channel times a number made of the means of all. */
  KerasTensor excited(
      String name,
      int squeezed,
      ActivationFunction function,
      ActivationFunction gate,
      KerasTensor x) {
    KerasTensor y = new GlobalAveragePooling2D(true).apply(x);
    y = add(name + ".fc1", new Conv2D(squeezed, 1).activation(function), y);
    y = add(name + ".fc2", new Conv2D(channels(x), 1).activation(gate), y);
    return new Multiply().apply(x, y);
  }

  static int channels(KerasTensor x) {
    return Math.toIntExact(x.shape().size(3));
  }

  /** The end of what is trained for the pictures; what comes after tells ImageNet's classes. */
  KerasTensor features(KerasTensor x) {
    block = "";
    KerasTensor features = add(FEATURES, new GlobalAveragePooling2D(), x);
    first = layers.size();
    return features;
  }

  /** A layer that takes all numbers of a picture, which PyTorch lines up channel by channel. */
  KerasTensor flattened(String name, Dense layer, KerasTensor picture) {
    flattened.put(name, picture.shape().withoutBatch());
    return add(name, layer, add("flatten", new Flatten(), picture));
  }

  /** The picture that a layer takes flattened, {@code (height, width, channels)}; else null. */
  @Nullable Shape flattened(String layer) {
    return flattened.get(layer);
  }

  void classes(String name, KerasTensor x) {
    KerasTensor logits = add(name, new Dense(Backbone.CLASSES), x);
    add(PREDICTIONS, new Activation(ActivationFunction.SOFTMAX), logits);
  }

  /** The blocks, from the pixels to the features. */
  public List<String> blocks() {
    return List.copyOf(new LinkedHashSet<>(blockOf.values()));
  }

  /** The block in which a layer is; null for one before them or behind. */
  public @Nullable String blockOf(String layer) {
    return blockOf.get(layer);
  }

  /** The names at which the network may be cut, from the pixels to the classes. */
  public List<String> layers() {
    return List.copyOf(layers.keySet());
  }

  /** Those of the part that tells ImageNet's classes. */
  List<String> head() {
    return layers().subList(first, layers.size());
  }

  /** How many arrays of numbers that part has. */
  int headArrays() {
    return headArrays;
  }

  /**
   * The network up to a layer, with first weights drawn at random.
   *
   * @throws IllegalArgumentException if there is no such layer; the message names those at the ends
   *     of the blocks
   */
  public Model upTo(String layer) {
    @Nullable KerasTensor output = layers.get(layer);
    if (output == null) {
      throw new IllegalArgumentException(
          "%s has no layer of that name. It has %s. Received: %s"
              .formatted(name, String.join(", ", cuts()), layer));
    }
    return new Model(name, List.of(input), List.of(output));
  }

  /**
   * The network up to its features, with what it sees on the way there before them: the means of
   * the last three stages' outputs, {@code (n, numbers)}. Edges and textures tell apart what the
   * classes of ImageNet do not.
   */
  public Model withDepths() {
    List<KerasTensor> seen = new ArrayList<>();
    for (String end : stageEnds()) {
      seen.add(new GlobalAveragePooling2D().apply(layer(end)));
    }
    seen.add(layer(FEATURES));
    KerasTensor all =
        seen.size() == 1 ? seen.get(0) : new Concatenate().apply(seen.toArray(KerasTensor[]::new));
    return new Model(name, List.of(input), List.of(all));
  }

  /**
   * The network up to the maps of which its features are the means, {@code (n, height, width,
   * channels)}: what Keras's networks give with {@code include_top=False}.
   */
  public Model maps() {
    KerasTensor.Call pooling = Objects.requireNonNull(layer(FEATURES).producer());
    return new Model(name, List.of(input), pooling.inputs());
  }

  /**
   * The network from a layer on, up to its {@link #maps()}: with {@link #upTo} that layer the whole
   * of it, in two parts of which the first may stay as it is.
   *
   * @param layer the end of a block, as {@link #endBefore} gives it
   */
  public Model mapsAfter(String layer) {
    KerasTensor.Call pooling = Objects.requireNonNull(layer(FEATURES).producer());
    return new Model(name, List.of(layer(layer)), pooling.inputs());
  }

  /** The network from a layer on, up to its features. */
  public Model featuresAfter(String layer) {
    return new Model(name, List.of(layer(layer)), List.of(layer(FEATURES)));
  }

  /**
   * The layer at which what comes before the last blocks ends.
   *
   * @param last how many blocks, at least 1, and fewer than there are
   * @throws IllegalArgumentException if nothing comes before them
   */
  public String endBefore(int last) {
    List<String> blocks = blocks();
    if (last < 1 || last >= blocks.size()) {
      throw new IllegalArgumentException(
          "%s has %d blocks, of which the last 1 to %d can be cut off. Received: %d"
              .formatted(name, blocks.size(), blocks.size() - 1, last));
    }
    return Objects.requireNonNull(blockEnds().get(blocks.get(blocks.size() - 1 - last)));
  }

  /** The last layers of at most three blocks after which there is another number of channels. */
  private List<String> stageEnds() {
    List<String> ends = new ArrayList<>(blockEnds().values());
    List<String> stages = new ArrayList<>();
    for (int i = 0; i + 1 < ends.size(); i++) {
      if (channels(layer(ends.get(i))) != channels(layer(ends.get(i + 1)))) {
        stages.add(ends.get(i));
      }
    }
    return stages.subList(Math.max(0, stages.size() - 3), stages.size());
  }

  private KerasTensor layer(String name) {
    return Objects.requireNonNull(layers.get(name));
  }

  private Map<String, String> blockEnds() {
    Map<String, String> last = new LinkedHashMap<>();
    blockOf.forEach((each, of) -> last.put(of, each));
    return last;
  }

  private List<String> cuts() {
    List<String> cuts = new ArrayList<>(blockEnds().values());
    cuts.addAll(head());
    return cuts;
  }

  /**
   * Freezes all of a model but its last blocks. Their normalizations, too, stay as they are: a few
   * hundred pictures have other means than the millions that they come from, and a batch others
   * again. Keras advises the same ({@code training=False}).
   *
   * @param model of this network
   * @param last how many blocks training may move, from the features back; at least 0
   * @throws IllegalArgumentException if there are not so many
   */
  public void freezeAllBut(Model model, int last) {
    List<String> blocks = blocks();
    if (last < 0 || last > blocks.size()) {
      throw new IllegalArgumentException(
          "%s has %d blocks: %s. Received: %d"
              .formatted(name, blocks.size(), String.join(", ", blocks), last));
    }
    List<String> moved = blocks.subList(blocks.size() - last, blocks.size());
    for (Member member : model.layers()) {
      String of = blockOf.get(member.name());
      boolean normalizes = member.className().equals("BatchNormalization");
      member.trainable(of != null && moved.contains(of) && !normalizes);
    }
  }
}
