package dev.kindling.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kindling.optimizers.OptimizerState;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.DType;
import dev.kindling.weights.SafetensorsFile;
import dev.kindling.weights.WeightArray;
import dev.kindling.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training's state as a {@code .safetensors} file: {@code weights/...}, {@code optimizer/...},
 * {@code running/0} and so on, {@code callbacks/0/...}; what is no array stands as JSON among its
 * metadata.
 */
final class TrainingStateFile {

  private static final String KEY = "kindling.training";
  private static final int VERSION = 1;
  private static final JsonMapper JSON = new JsonMapper();

  private TrainingStateFile() {}

  /** What is no array. */
  private record Rest(
      int version,
      Map<String, String> facts,
      long iterations,
      @Nullable Double learningRate,
      List<Epoch> epochs,
      int done,
      double seconds,
      List<Map<String, String>> callbacks) {}

  static void write(Path file, TrainingState state, Map<String, String> facts) throws IOException {
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    put(arrays, "weights", state.weights());
    put(arrays, "optimizer", state.optimizer().arrays());
    for (int i = 0; i < state.running().size(); i++) {
      arrays.put("running/" + i, array(state.running().get(i)));
    }
    List<Map<String, String>> values = new ArrayList<>();
    for (int i = 0; i < state.callbacks().size(); i++) {
      put(arrays, "callbacks/" + i, state.callbacks().get(i).arrays());
      values.add(state.callbacks().get(i).values());
    }
    Rest rest =
        new Rest(
            VERSION,
            facts,
            state.optimizer().iterations(),
            state.optimizer().learningRate(),
            state.epochs(),
            state.done(),
            state.seconds(),
            values);
    SafetensorsFile.write(file, new Weights(arrays, Map.of(KEY, JSON.writeValueAsString(rest))));
  }

  private static void put(
      Map<String, WeightArray> arrays, String folder, Map<String, Tensor> tensors) {
    tensors.forEach((name, tensor) -> arrays.put(folder + "/" + name, WeightArray.of(tensor)));
  }

  private static WeightArray array(double... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(numbers);
    return WeightArray.of(DType.FLOAT64, Shape.of(numbers.length), bytes.array());
  }

  /**
   * Reads a state.
   *
   * @param facts what it must have been written with
   * @throws IllegalArgumentException if it was of another training; the message says what differs
   * @throws IOException if it cannot be read, or is no such file
   */
  static TrainingState read(Path file, Map<String, String> facts) throws IOException {
    Weights weights = SafetensorsFile.read(file);
    Rest rest = rest(file, weights.metadata().get(KEY));
    requireSame(file, rest.facts(), facts);
    List<double[]> running = new ArrayList<>();
    WeightArray counted = weights.arrays().get("running/0");
    while (counted != null) {
      running.add(counted.doubles());
      counted = weights.arrays().get("running/" + running.size());
    }
    List<CallbackState> callbacks = new ArrayList<>();
    for (Map<String, String> values : rest.callbacks()) {
      callbacks.add(new CallbackState(values, take(weights, "callbacks/" + callbacks.size())));
    }
    return new TrainingState(
        take(weights, "weights"),
        new OptimizerState(rest.iterations(), rest.learningRate(), take(weights, "optimizer")),
        rest.epochs(),
        rest.done(),
        rest.seconds(),
        running,
        callbacks);
  }

  private static Rest rest(Path file, @Nullable String text) throws IOException {
    try {
      Rest rest = text == null ? null : JSON.readValue(text, Rest.class);
      if (rest == null || rest.version() != VERSION) {
        throw new IOException(
            "The file %s is no state of a training that this version can go on from."
                .formatted(file));
      }
      return rest;
    } catch (JsonProcessingException e) {
      throw new IOException(
          "The file %s is no state of a training: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  private static void requireSame(Path file, Map<String, String> then, Map<String, String> now) {
    List<String> different = new ArrayList<>();
    now.forEach(
        (name, fact) -> {
          if (!fact.equals(then.get(name))) {
            different.add("%s then, %s now".formatted(then.get(name), fact));
          }
        });
    if (!different.isEmpty()) {
      throw new IllegalArgumentException(
          "The training in %s was another one, and cannot be resumed as this one: %s"
              .formatted(file, String.join("; ", different)));
    }
  }

  private static Map<String, Tensor> take(Weights weights, String folder) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, WeightArray> array : weights.arrays().entrySet()) {
      if (array.getKey().startsWith(folder + "/")) {
        tensors.put(array.getKey().substring(folder.length() + 1), array.getValue().tensor());
      }
    }
    return tensors;
  }
}
