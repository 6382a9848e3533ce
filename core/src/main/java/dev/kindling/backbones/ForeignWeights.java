package dev.kindling.backbones;

import static java.util.Objects.requireNonNull;

import dev.kindling.layers.KerasArray;
import dev.kindling.models.Model;
import dev.kindling.onnx.OnnxModel;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.WeightArray;
import dev.kindling.weights.WeightFile;
import dev.kindling.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of weights from anywhere. Its arrays are found by the names of the network's layers if it
 * has those, else by their order: the first kernel of a shape in the file is the first kernel of
 * that shape in the network, and so on. A file in another order, under other names, cannot be told
 * from a right one.
 */
final class ForeignWeights {

  /** Who wrote it, which says in which order axes lie. */
  enum Source {
    /** Kernels (filters, channels, height, width), matrices (outputs, inputs). */
    TORCH,
    /** Kernels (height, width, channels, filters), matrices (inputs, outputs). */
    KERAS,
    /** Kernels as PyTorch's, matrices as Keras's. */
    ONNX
  }

  private static final Map<String, String> TORCH_NAMES =
      Map.of(
          "kernel", "weight",
          "bias", "bias",
          "gamma", "weight",
          "beta", "bias",
          "moving_mean", "running_mean",
          "moving_variance", "running_var");

  private static final Pattern KERAS_NAME =
      Pattern.compile(".*(kernel|gamma|beta)(_\\d+)?|.*:\\d+");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern ADDEND = Pattern.compile("(.*[./_])?(bias|beta|b)(_\\d+)?(:0)?");
  private static final Pattern FACTOR =
      Pattern.compile("(.*[./_])?(weight|kernel|gamma|w|layer_scale)(_\\d+)?(:0)?");

  private final Map<String, WeightArray> arrays;
  private final Source source;

  private ForeignWeights(Map<String, WeightArray> arrays, Source source) {
    this.arrays = arrays;
    this.source = source;
  }

  static ForeignWeights read(Path file) throws IOException {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      return of(Weights.of(OnnxModel.read(file).weights()), Source.ONNX);
    }
    Weights weights = WeightFile.read(file);
    boolean keras =
        weights.arrays().keySet().stream()
                .anyMatch(name -> isPlaced(name) || KERAS_NAME.matcher(name).matches())
            || weights.metadata().containsKey("keras_version");
    return of(weights, keras ? Source.KERAS : Source.TORCH);
  }

  /** What is no weight of a layer is left out. */
  static ForeignWeights of(Weights weights, Source source) {
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(weights.arrays().keySet());
    boolean sorted = names.equals(names.stream().sorted().toList());
    if (sorted || names.stream().anyMatch(ForeignWeights::isPlaced)) { // 10 comes before 2 there
      names.sort(Comparator.comparing(ForeignWeights::withLongNumbers));
    }
    for (String name : names) {
      WeightArray array = requireNonNull(weights.arrays().get(name));
      if (array.shape().rank() > 0
          && !name.startsWith("optimizer")
          && !name.contains("seed_generator")) {
        arrays.put(name, array);
      }
    }
    return new ForeignWeights(arrays, source);
  }

  /** Whether a name is of Keras's layout of today, {@code layers/conv2d_1/vars/0}. */
  private static boolean isPlaced(String name) {
    return name.contains("/vars/");
  }

  private static String withLongNumbers(String name) {
    return NUMBER
        .matcher(name)
        .replaceAll(found -> "0".repeat(Math.max(0, 9 - found.group().length())) + found.group());
  }

  /** Whether Keras wrote it. */
  boolean isKeras() {
    return source == Source.KERAS;
  }

  /**
   * torchvision's pixels.
   *
   * @throws IllegalArgumentException for Keras's weights
   */
  static Pixels notKeras(Backbone backbone, boolean keras) {
    if (keras) {
      throw new IllegalArgumentException(
          "%s is torchvision's; Keras's network of that name is another one (it pads otherwise). Give weights of torchvision's, .pth or .safetensors. Received: weights of Keras's"
              .formatted(backbone.id()));
    }
    return Pixels.TORCH;
  }

  /** PyTorch's name of a weight. */
  static String torchName(String weight) {
    int slash = weight.lastIndexOf('/');
    String layer = weight.substring(0, slash);
    return layer.endsWith(".layer_scale")
        ? layer
        : layer + "." + TORCH_NAMES.get(weight.substring(slash + 1));
  }

  /**
   * Sets all weights of a model.
   *
   * @param outline the whole network, of which the model may be the beginning
   * @param bgr whether the first kernel takes blue first
   * @throws IllegalArgumentException saying what is missing and what is too much
   */
  void load(Model model, Outline outline, boolean bgr) throws IOException {
    if (reaches(model, outline)) {
      Set<String> own = model.kerasArrays().keySet();
      int head = (int) own.stream().filter(each -> inHead(each, outline)).count();
      set(model, match(model, outline, outline.headArrays() - head), outline, bgr);
      return;
    }
    // All up to the features has to fit, so that no other network's file is taken.
    try (Model features = outline.upTo(Outline.FEATURES)) {
      set(model, match(features, outline, outline.headArrays()), outline, bgr);
    }
  }

  private static boolean reaches(Model model, Outline outline) {
    String last = model.layers().get(model.layers().size() - 1).name();
    return last.equals(Outline.FEATURES) || outline.head().contains(last);
  }

  private static boolean inHead(String weight, Outline outline) {
    return outline.head().contains(layer(weight));
  }

  private static String layer(String weight) {
    return weight.substring(0, weight.lastIndexOf('/'));
  }

  private void set(Model model, Map<String, String> found, Outline outline, boolean bgr)
      throws IOException {
    Map<String, KerasArray> keras = model.kerasArrays();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    boolean first = bgr;
    for (String weight : inOrder(keras.keySet(), outline)) {
      Shape shape = model.graph().shape(weight);
      Tensor theirs = requireNonNull(arrays.get(requireNonNull(found.get(weight)))).tensor();
      Tensor numbers =
          source == Source.KERAS
              ? Tensor.of(shape, requireNonNull(keras.get(weight)).fromKeras(theirs))
              : ours(theirs, shape, outline.flattened(layer(weight)));
      if (first && shape.rank() == 4) {
        numbers = turnedRound(numbers);
        first = false;
      }
      weights.put(weight, numbers);
    }
    model.setWeights(weights);
  }

  /** For each weight of a network the name of its array. */
  private Map<String, String> match(Model network, Outline outline, int spare) {
    List<String> order = inOrder(network.kerasArrays().keySet(), outline);
    Map<String, String> found = new LinkedHashMap<>();
    List<String> misfits = new ArrayList<>();
    Map<String, String> names = names();
    long named = order.stream().filter(each -> names.containsKey(key(each))).count();
    Map<String, Shape> shapes = shapes(network);
    if (2 * named >= order.size()) {
      byName(order, names, shapes, found, misfits);
    } else {
      byOrder(order, shapes, found, misfits);
    }
    List<String> others = new ArrayList<>(arrays.keySet());
    others.removeAll(found.values());
    if (misfits.isEmpty() && others.size() > spare) {
      others.forEach(each -> misfits.add(each + " belongs to another network"));
    }
    if (!misfits.isEmpty()) {
      throw new IllegalArgumentException(
          "These weights are not those of %s: %s%s"
              .formatted(
                  network.name(),
                  String.join("; ", misfits.subList(0, Math.min(3, misfits.size()))),
                  misfits.size() > 3 ? "; and " + (misfits.size() - 3) + " more" : ""));
    }
    return found;
  }

  /** What an array is called in all files that name it as the network does. */
  private static String key(String weight) {
    return layer(weight) + " " + role(torchName(weight));
  }

  /**
   * The names of the arrays by layer and role. PyTorch has the layer before the last dot, Keras
   * before the first slash, as in {@code block1_conv1/block1_conv1_W_1:0}.
   */
  private Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    for (String name : arrays.keySet()) {
      int slash = name.indexOf('/');
      int dot = name.lastIndexOf('.');
      String layer = name;
      if (slash >= 0) {
        layer = name.substring(0, slash);
      } else if (dot >= 0 && !name.endsWith(".layer_scale")) {
        layer = name.substring(0, dot);
      }
      names.putIfAbsent(layer + " " + role(name), name);
    }
    return names;
  }

  private void byName(
      List<String> order,
      Map<String, String> names,
      Map<String, Shape> shapes,
      Map<String, String> found,
      List<String> misfits) {
    for (String weight : order) {
      Shape shape = requireNonNull(shapes.get(weight));
      @Nullable String name = names.get(key(weight));
      @Nullable WeightArray array = name == null ? null : arrays.get(name);
      if (name == null || array == null) {
        misfits.add(torchName(weight) + " is missing");
      } else if (!trimmed(array.shape()).equals(shape)) {
        misfits.add("%s is %s, not %s".formatted(name, array.shape(), shape));
      } else {
        found.put(weight, name);
      }
    }
  }

  private void byOrder(
      List<String> order,
      Map<String, Shape> shapes,
      Map<String, String> found,
      List<String> misfits) {
    boolean roles = arrays.keySet().stream().allMatch(each -> role(each) != null);
    Map<String, Deque<String>> left = new HashMap<>();
    arrays.forEach(
        (name, array) ->
            left.computeIfAbsent(
                    (roles ? role(name) : "") + trimmed(array.shape()), key -> new ArrayDeque<>())
                .add(name));
    for (String weight : order) {
      Shape shape = requireNonNull(shapes.get(weight));
      String key = (roles ? role(torchName(weight)) : "") + shape;
      @Nullable Deque<String> queue = left.get(key);
      if (queue == null || queue.isEmpty()) {
        misfits.add(
            "%s is missing: no array of the shape %s is left".formatted(torchName(weight), shape));
      } else {
        found.put(weight, queue.remove());
      }
    }
  }

  /** What a name says that an array is; null if it says nothing. */
  private static @Nullable String role(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (isPlaced(name)) {
      return null;
    }
    if (lower.contains("mean")) {
      return "mean";
    }
    if (lower.contains("var")) {
      return "variance";
    }
    if (ADDEND.matcher(lower).matches()) {
      return "addend";
    }
    return FACTOR.matcher(lower).matches() ? "factor" : null;
  }

  private static List<String> inOrder(Collection<String> weights, Outline outline) {
    Map<String, Integer> places = new HashMap<>();
    outline.layers().forEach(layer -> places.put(layer, places.size()));
    List<String> order = new ArrayList<>(weights);
    order.sort(Comparator.comparing(weight -> requireNonNull(places.get(layer(weight)))));
    return order;
  }

  /** The shapes that the file should have. */
  private Map<String, Shape> shapes(Model network) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    network
        .kerasArrays()
        .forEach(
            (weight, keras) -> {
              Shape shape = network.graph().shape(weight);
              if (source == Source.KERAS) {
                shape = keras.shape();
              } else if (source == Source.TORCH && shape.rank() == 2) {
                shape = Shape.of(shape.size(1), shape.size(0));
              }
              shapes.put(weight, trimmed(shape));
            });
    return shapes;
  }

  /** A convolution of single pixels may be kept as a matrix, which it is. */
  private Shape trimmed(Shape shape) {
    int[] sizes = new int[shape.rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.size(i);
    }
    boolean pixel = sizes.length == 4 && sizes[2] == 1 && sizes[3] == 1;
    if (source == Source.KERAS || !pixel) {
      return shape;
    }
    return sizes[1] == 1 ? Shape.of(sizes[0], 1, 1) : Shape.of(sizes[0], sizes[1]);
  }

  private Tensor ours(Tensor theirs, Shape shape, @Nullable Shape picture) {
    if (shape.rank() != 2) {
      return Tensor.of(shape, theirs.data());
    }
    int inputs = shape.size(0);
    int outputs = shape.size(1);
    int channels = picture == null ? 1 : picture.size(2);
    int pixels = inputs / channels;
    float[] ours = new float[inputs * outputs];
    for (int input = 0; input < inputs; input++) {
      int from = picture == null ? input : input % channels * pixels + input / channels;
      for (int output = 0; output < outputs; output++) {
        int place = source == Source.TORCH ? output * inputs + from : from * outputs + output;
        ours[input * outputs + output] = theirs.data()[place];
      }
    }
    return Tensor.of(shape, ours);
  }

  private static Tensor turnedRound(Tensor kernel) {
    Shape shape = kernel.shape();
    int window = shape.size(2) * shape.size(3);
    int filter = shape.size(1) * window;
    float[] turned = new float[kernel.data().length];
    for (int i = 0; i < turned.length; i++) {
      int channel = i % filter / window;
      turned[i] = kernel.data()[i + (shape.size(1) - 1 - 2 * channel) * window];
    }
    return Tensor.of(shape, turned);
  }
}
