package dev.kindling.weights;

import static dev.kindling.weights.WeightFileException.quoted;

import dev.kindling.tensor.Shape;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What PyTorch's pickles ask for: dicts, storages of numbers, tensors over them. The names below
 * are all there are; what they stand for is made here, nothing of Python's is called.
 */
final class TorchPickle implements Unpickler.Builder {

  /** A checkpoint's dict of weights may lie this deep. */
  private static final int DEEPEST = 10;

  private static final int MOST_TENSORS = 100_000;
  private static final int LONGEST_NAME = 512;

  /** A tensor may repeat the numbers of a smaller storage up to so many. */
  private static final long MOST_REPEATED = 1 << 24;

  /** Where a checkpoint keeps its weights beside an optimizer's state and other things. */
  private static final List<String> STATE_DICTS =
      List.of("state_dict", "model_state_dict", "model_state", "model");

  /** PyTorch's names of storages and types, without {@code torch.}. */
  private static final Map<String, DType> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("Bool", DType.BOOL);
    TYPES.put("Byte", DType.UINT8);
    TYPES.put("Char", DType.INT8);
    TYPES.put("Short", DType.INT16);
    TYPES.put("Int", DType.INT32);
    TYPES.put("Long", DType.INT64);
    TYPES.put("Half", DType.FLOAT16);
    TYPES.put("BFloat16", DType.BFLOAT16);
    TYPES.put("Float", DType.FLOAT32);
    TYPES.put("Double", DType.FLOAT64);
  }

  /** A name that this pickle may use. */
  private enum Known {
    ORDERED_DICT("collections.OrderedDict"),
    TENSOR("torch._utils._rebuild_tensor"),
    TENSOR_V2("torch._utils._rebuild_tensor_v2"),
    TENSOR_V3("torch._utils._rebuild_tensor_v3"),
    PARAMETER("torch._utils._rebuild_parameter"),
    SIZE("torch.Size"),
    DEVICE("torch.device"),
    UNTYPED_STORAGE("torch.storage.UntypedStorage");

    private final String python;

    Known(String python) {
      this.python = python;
    }
  }

  /**
   * Numbers in a row.
   *
   * @param key the file's name for it
   * @param count how many numbers, or bytes if it has no type
   */
  private record Storage(String key, Object type, long count) {
    long bytes() {
      return type instanceof DType dtype ? count * dtype.bytes() : count;
    }
  }

  /** A tensor over a storage that is still to be found. */
  private record StoredTensor(Storage storage, Function<Bytes, WeightArray> over) {}

  /** Finds a storage's numbers in the file. */
  interface Storages {
    Bytes bytes(String key, long length) throws IOException;
  }

  private final Map<String, Storage> storages = new LinkedHashMap<>();

  /** The bytes of each storage, by its key. */
  Map<String, Long> lengths() {
    Map<String, Long> lengths = new LinkedHashMap<>();
    storages.forEach((key, storage) -> lengths.put(key, storage.bytes()));
    return lengths;
  }

  @Override
  public Object global(String name) throws WeightFileException {
    for (Known known : Known.values()) {
      if (known.python.equals(name)) {
        return known;
      }
    }
    for (Map.Entry<String, DType> type : TYPES.entrySet()) {
      String torch = "torch." + type.getValue().name().toLowerCase(Locale.ROOT);
      if (name.equals("torch." + type.getKey() + "Storage") || name.equals(torch)) {
        return type.getValue();
      }
    }
    for (DType type : List.of(DType.UINT16, DType.UINT32, DType.UINT64)) {
      if (name.equals("torch." + type.name().toLowerCase(Locale.ROOT))) {
        return type;
      }
    }
    throw new WeightFileException(
        "asks for %s, which is refused: of a pickle only tensors, and lists and dicts of them, are read, and nothing in it is run"
            .formatted(quoted(name)));
  }

  @Override
  public Object call(Object global, List<Object> arguments) throws WeightFileException {
    if (!(global instanceof Known known)) {
      throw new WeightFileException("has a broken pickle: it calls what is no function");
    }
    return switch (known) {
      case ORDERED_DICT -> orderedDict(arguments);
      case TENSOR -> tensor(arguments, 4, storageType(arguments));
      case TENSOR_V2 -> tensor(arguments, 6, storageType(arguments));
      case TENSOR_V3 -> tensor(arguments, 7, argument(arguments, 6, DType.class));
      case PARAMETER -> argument(arguments, 0, StoredTensor.class);
      case SIZE -> argument(arguments, 0, List.class);
      case DEVICE -> argument(arguments, 0, String.class);
      case UNTYPED_STORAGE ->
          throw new WeightFileException("has a storage within its pickle, which is refused");
    };
  }

  /** Empty, or of pairs, as Python 2 wrote it. */
  private static Object orderedDict(List<Object> arguments) throws WeightFileException {
    Map<Object, Object> dict = new LinkedHashMap<>();
    if (!arguments.isEmpty()) {
      for (Object pair : argument(arguments, 0, List.class)) {
        if (!(pair instanceof List<?> both)
            || both.size() != 2
            || !(both.get(0) instanceof String key)) {
          throw new WeightFileException("has a broken pickle: an OrderedDict is made of no pairs");
        }
        dict.put(key, both.get(1));
      }
    }
    return dict;
  }

  private static DType storageType(List<Object> arguments) throws WeightFileException {
    if (argument(arguments, 0, Storage.class).type() instanceof DType dtype) {
      return dtype;
    }
    throw new WeightFileException("has a tensor of numbers without a type");
  }

  private static StoredTensor tensor(List<Object> arguments, int least, DType dtype)
      throws WeightFileException {
    Storage storage = argument(arguments, 0, Storage.class);
    long offset = argument(arguments, 1, Long.class);
    Shape shape = WeightArray.shape("a tensor", longs(arguments, 2));
    long[] strides = longs(arguments, 3);
    boolean odd =
        arguments.size() > least
            && arguments.get(least) instanceof Map<?, ?> flags
            && !flags.isEmpty(); // conjugated or negated numbers
    if (arguments.size() < least || odd) {
      throw new WeightFileException("has a tensor of an unknown kind");
    }
    requireWithin(storage, dtype, offset, shape, strides);
    return new StoredTensor(
        storage,
        bytes ->
            WeightArray.strided(dtype, shape, bytes, ByteOrder.LITTLE_ENDIAN, offset, strides));
  }

  private static void requireWithin(
      Storage storage, DType dtype, long offset, Shape shape, long... strides)
      throws WeightFileException {
    long count = storage.bytes() / dtype.bytes();
    boolean within = strides.length == shape.rank() && offset >= 0;
    long last = offset;
    for (int axis = 0; within && shape.elements() > 0 && axis < strides.length; axis++) {
      within = strides[axis] >= 0 && strides[axis] <= Integer.MAX_VALUE && last < count;
      last += (shape.size(axis) - 1) * strides[axis];
    }
    within &= shape.elements() == 0 || (last >= 0 && last < count);
    if (!within || shape.elements() > Math.max(count, MOST_REPEATED)) {
      throw new WeightFileException(
          "has a tensor of shape %s that does not lie within its storage of %d numbers"
              .formatted(shape, count));
    }
  }

  /** A storage: {@code ("storage", type, key, device, count)}, and in old files a view of it. */
  @Override
  public Object outside(Object id) throws WeightFileException {
    if (!(id instanceof List<?> parts) || parts.size() < 5 || !"storage".equals(parts.get(0))) {
      throw new WeightFileException(
          "has a broken pickle: it asks for something that is no storage");
    }
    List<Object> arguments = new ArrayList<>(parts);
    if (parts.size() > 5 && parts.get(5) instanceof List) {
      throw new WeightFileException("has a storage that is a view of another, as none has today");
    }
    Object type = arguments.get(1);
    String key = argument(arguments, 2, String.class);
    long count = argument(arguments, 4, Long.class);
    boolean known = type instanceof DType || type == Known.UNTYPED_STORAGE;
    if (!known || count < 0 || count > Long.MAX_VALUE / 8) {
      throw new WeightFileException(
          "has a broken pickle: the storage %s is of no known kind".formatted(quoted(key)));
    }
    Storage storage = new Storage(key, type, count);
    Storage before = storages.putIfAbsent(key, storage);
    if (before != null && !before.equals(storage)) {
      throw new WeightFileException(
          "has a broken pickle: the storage %s is said to be of two kinds".formatted(quoted(key)));
    }
    return storage;
  }

  private static <T> T argument(List<Object> arguments, int index, Class<T> type)
      throws WeightFileException {
    if (index < arguments.size() && type.isInstance(arguments.get(index))) {
      return type.cast(arguments.get(index));
    }
    throw new WeightFileException(
        "has a broken pickle: argument %d of a tensor, storage or dict must be a %s"
            .formatted(index + 1, type.getSimpleName()));
  }

  private static long[] longs(List<Object> arguments, int index) throws WeightFileException {
    List<?> list = argument(arguments, index, List.class);
    long[] longs = new long[list.size()];
    for (int i = 0; i < longs.length; i++) {
      if (!(list.get(i) instanceof Long value)) {
        throw new WeightFileException(
            "has a broken pickle: the sizes of a tensor are no whole numbers");
      }
      longs[i] = value;
    }
    return longs;
  }

  /**
   * The tensors of what was unpickled, under their keys joined by dots; of a checkpoint those of
   * its state dict alone.
   */
  static Weights weights(Object root, Storages storages) throws IOException {
    Object weights = root;
    if (root instanceof Map<?, ?> dict) {
      for (String key : STATE_DICTS) {
        if (dict.get(key) instanceof Map<?, ?> inner) {
          weights = inner;
          break;
        }
      }
    }
    Map<String, StoredTensor> found = new LinkedHashMap<>();
    new Search(found).look("", weights, 0);
    Map<String, Bytes> bytes = new LinkedHashMap<>();
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, StoredTensor> entry : found.entrySet()) {
      StoredTensor tensor = entry.getValue();
      Storage storage = tensor.storage();
      Bytes numbers = bytes.get(storage.key());
      if (numbers == null) {
        numbers = storages.bytes(storage.key(), storage.bytes());
        bytes.put(storage.key(), numbers);
      }
      arrays.put(entry.getKey(), tensor.over().apply(numbers));
    }
    return new Weights(arrays);
  }

  /** Goes through dicts and lists, which may hold each other or themselves. */
  private static final class Search {

    private final Map<String, StoredTensor> found;
    private int looks;

    Search(Map<String, StoredTensor> found) {
      this.found = found;
    }

    void look(String name, Object value, int depth) throws WeightFileException {
      if (depth > DEEPEST || ++looks > 10 * MOST_TENSORS || found.size() > MOST_TENSORS) {
        throw new WeightFileException(
            "has dicts within dicts without end, or too many: that is no state dict");
      }
      if (name.length() > LONGEST_NAME) {
        throw new WeightFileException(
            "has a tensor with a name of more than %d letters, %s"
                .formatted(LONGEST_NAME, quoted(name)));
      }
      if (value instanceof StoredTensor tensor) {
        found.put(name, tensor);
      } else if (value instanceof Map<?, ?> dict) {
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
          look(joined(name, entry.getKey()), entry.getValue(), depth + 1);
        }
      } else if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          look(joined(name, i), list.get(i), depth + 1);
        }
      }
    }

    private static String joined(String name, Object key) {
      return name.isEmpty() ? key.toString() : name + "." + key;
    }
  }

  /** A dict of tensors, each over a storage of its own, numbered from 0. */
  static byte[] pickle(Weights weights) {
    Pickler pickle = new Pickler().code("}(");
    int key = 0;
    for (Map.Entry<String, WeightArray> entry : weights.arrays().entrySet()) {
      WeightArray array = entry.getValue();
      pickle.text(entry.getKey()).global("torch._utils", "_rebuild_tensor_v2").code("((");
      pickle.text("storage").global("torch", storage(array.dtype())).text(Integer.toString(key++));
      pickle.text("cpu").integer(array.shape().elements()).code("tQ").integer(0).code("(");
      long stride = 1;
      List<Long> strides = new ArrayList<>();
      for (int axis = array.shape().rank() - 1; axis >= 0; axis--) {
        strides.add(0, stride);
        stride *= Math.max(1, array.shape().size(axis));
      }
      for (int size : array.shape().toArray()) {
        pickle.integer(size);
      }
      pickle.code("t(");
      strides.forEach(pickle::integer);
      pickle.code("t\u0089").global("collections", "OrderedDict").code(")RtR");
    }
    return pickle.code("u").toBytes();
  }

  private static String storage(DType dtype) {
    return TYPES.entrySet().stream()
            .filter(type -> type.getValue() == dtype)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("PyTorch has no storage of " + dtype))
        + "Storage";
  }
}
