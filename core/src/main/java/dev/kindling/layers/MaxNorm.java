package dev.kindling.layers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The greatest length of the vectors that a weight is made of; longer ones are shortened after each
 * step. Keras: {@code MaxNorm}.
 *
 * @param maxValue the greatest length
 * @param axes the axes, in Keras's order, along which a vector lies: 0 for a {@code Dense}, 0, 1
 *     and 2 for a {@code Conv2D}
 */
public record MaxNorm(double maxValue, List<Integer> axes) {

  /** What Keras divides by so as never to divide by 0. */
  private static final float EPSILON = 1e-7f;

  /** Copies the list of axes. */
  public MaxNorm {
    axes = List.copyOf(axes);
  }

  /** Keras's defaults: a length of 2, along axis 0. */
  public MaxNorm() {
    this(2);
  }

  /** Vectors along axis 0. */
  public MaxNorm(double maxValue) {
    this(maxValue, List.of(0));
  }

  /** Shortens what is too long, in place. */
  public void apply(float[] weights, KerasArray keras) {
    Tensor array = keras.toKeras(weights);
    float[] numbers = array.data();
    double[] squares = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      squares[vector(array.shape(), i)] += (double) numbers[i] * numbers[i];
    }
    for (int i = 0; i < numbers.length; i++) {
      float norm = (float) Math.sqrt(squares[vector(array.shape(), i)]);
      float wanted = (float) Math.min(norm, maxValue);
      numbers[i] *= wanted / (EPSILON + norm);
    }
    System.arraycopy(keras.fromKeras(array), 0, weights, 0, weights.length);
  }

  /** The place of the first number of the vector to which a number belongs. */
  private int vector(Shape shape, int place) {
    int first = 0;
    int stride = 1;
    int rest = place;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      int index = rest % shape.size(axis);
      rest /= shape.size(axis);
      first += axes.contains(axis) ? 0 : index * stride;
      stride *= shape.size(axis);
    }
    return first;
  }

  ObjectNode toJson() {
    ObjectNode config = JsonNodeFactory.instance.objectNode().put("max_value", maxValue);
    if (axes.size() == 1) {
      config.put("axis", axes.get(0));
    } else {
      ArrayNode list = config.putArray("axis");
      axes.forEach(list::add);
    }
    return LayerConfig.object("keras.constraints", "MaxNorm", config);
  }

  static @Nullable MaxNorm read(Config config, String key) {
    JsonNode json = config.object(key);
    if (json == null) {
      return null;
    }
    if (!json.path("class_name").asText().equals("MaxNorm")) {
      throw config.wrong(key, "MaxNorm");
    }
    JsonNode axis = json.path("config").path("axis");
    List<Integer> axes = new ArrayList<>();
    if (axis.isInt()) {
      axes.add(axis.intValue());
    }
    axis.forEach(each -> axes.add(each.intValue()));
    return new MaxNorm(json.path("config").path("max_value").asDouble(), axes);
  }
}
