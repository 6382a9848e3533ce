package dev.kindling.models;

import dev.kindling.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a callback remembers from epoch to epoch.
 *
 * @param values by name; {@link Double#toString} keeps a number exactly
 * @param arrays by name
 */
public record CallbackState(Map<String, String> values, Map<String, Tensor> arrays) {

  /** Of a callback that remembers nothing. */
  public static final CallbackState NOTHING = new CallbackState(Map.of(), Map.of());

  /** Copies the maps. */
  public CallbackState {
    values = Map.copyOf(values);
    arrays = Map.copyOf(arrays);
  }

  /** The number of this name; null if there is none. */
  public @Nullable Double number(String name) {
    String value = values.get(name);
    return value == null ? null : Double.valueOf(value);
  }

  /** The whole number of this name; 0 if there is none. */
  public int count(String name) {
    return Integer.parseInt(values.getOrDefault(name, "0"));
  }
}
