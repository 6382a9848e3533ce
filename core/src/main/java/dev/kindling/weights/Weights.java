package dev.kindling.weights;

import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a file of weights holds.
 *
 * @param arrays by name, in the file's order
 * @param metadata texts by key; only .safetensors and .h5 have any
 */
public record Weights(Map<String, WeightArray> arrays, Map<String, String> metadata) {

  /** Copies the maps. */
  public Weights {
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Arrays without metadata. */
  public Weights(Map<String, WeightArray> arrays) {
    this(arrays, Map.of());
  }

  /** Tensors by name, which are shared, not copied. */
  public static Weights of(Map<String, Tensor> tensors) {
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> arrays.put(name, WeightArray.of(tensor)));
    return new Weights(arrays);
  }

  /**
   * All arrays as 32-bit floats.
   *
   * @throws IOException if the file is no longer as it was
   */
  public Map<String, Tensor> tensors() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, WeightArray> array : arrays.entrySet()) {
      tensors.put(array.getKey(), array.getValue().tensor());
    }
    return tensors;
  }
}
