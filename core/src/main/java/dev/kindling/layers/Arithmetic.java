package dev.kindling.layers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Add;
import dev.kindling.graph.Mul;
import dev.kindling.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic, number by number: what Keras's functional API makes of {@code x + 3}, {@code 1 - x}
 * or {@code x * y}. Keras: {@code Add}, {@code Subtract} and so on of {@code keras.ops}, which are
 * no layers there: a functional model holds them, a {@code Sequential} does not.
 *
 * @param operator what is done
 * @param constant one of the two numbers; null if both are values
 * @param constantFirst whether the constant stands before the value, as in {@code 1 - x}
 */
public record Arithmetic(Operator operator, @Nullable Double constant, boolean constantFirst)
    implements Layer {

  /** Keras's name of the package of operations. */
  static final String MODULE = "keras.src.ops.numpy";

  /** What is done with two numbers, or with one. */
  public enum Operator {
    /** {@code x + y}. */
    ADD("Add"),
    /** {@code x - y}. */
    SUBTRACT("Subtract"),
    /** {@code x * y}. */
    MULTIPLY("Multiply"),
    /** {@code x / y} by a constant y. */
    TRUE_DIVIDE("TrueDivide"),
    /** The same under another name. */
    DIVIDE("Divide"),
    /** {@code -x}. */
    NEGATIVE("Negative");

    private final String kerasName;

    Operator(String kerasName) {
      this.kerasName = kerasName;
    }
  }

  /** Checks that there is a constant where one is needed, and none where it would be lost. */
  public Arithmetic {
    boolean divides = operator == Operator.TRUE_DIVIDE || operator == Operator.DIVIDE;
    if (divides && (constant == null || constantFirst || constant == 0)) {
      throw new IllegalArgumentException(
          "%s divides by a constant other than 0, and by nothing else here. Received: constant=%s%s"
              .formatted(operator.kerasName, constant, constantFirst ? " before the value" : ""));
    }
    if ((constant != null && operator == Operator.NEGATIVE)
        || (constant == null && constantFirst)) {
      throw new IllegalArgumentException(
          "%s has no constant there. Received: constant=%s"
              .formatted(operator.kerasName, constant));
    }
  }

  /** {@code x + constant}, {@code x * constant} and so on. */
  public Arithmetic(Operator operator, double constant) {
    this(operator, constant, false);
  }

  /** {@code x + y}, {@code x * y} and so on. */
  public Arithmetic(Operator operator) {
    this(operator, null, false);
  }

  @Override
  public String className() {
    return operator.kerasName;
  }

  private int values() {
    return constant == null && operator != Operator.NEGATIVE ? 2 : 1;
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    return lower(name, List.of(input), to);
  }

  @Override
  public String lower(String name, List<String> inputs, Lowering to) {
    if (inputs.size() != values()) {
      throw new IllegalArgumentException(
          "%s '%s' takes as many values as %d. Received: %d"
              .formatted(className(), name, values(), inputs.size()));
    }
    String first = inputs.get(0);
    if (inputs.size() == 2) {
      String second = inputs.get(1);
      to.requireSameRanks(this, name, inputs);
      return switch (operator) {
        case ADD -> to.node(name, new Add(), first, second);
        case MULTIPLY -> to.node(name, new Mul(), first, second);
        default -> to.node(name, new Add(), first, times(name + "/negative", second, -1, to));
      };
    }
    double number = constant == null ? -1 : constant;
    return switch (operator) {
      case ADD -> plus(name, first, number, to);
      case SUBTRACT ->
          constantFirst
              ? plus(name, times(name + "/negative", first, -1, to), number, to)
              : plus(name, first, -number, to);
      case MULTIPLY, NEGATIVE -> times(name, first, number, to);
      case TRUE_DIVIDE, DIVIDE -> times(name, first, 1 / number, to);
    };
  }

  private static String plus(String name, String value, double number, Lowering to) {
    String addend = to.constant(name + "/addend", Shape.of(), (float) number);
    return to.node(name, new Add(), value, addend);
  }

  private static String times(String name, String value, double number, Lowering to) {
    String factor = to.constant(name + "/factor", Shape.of(), (float) number);
    return to.node(name, new Mul(), value, factor);
  }

  /** What Keras hands to the operation: the values and, before or behind them, the constant. */
  ArrayNode arguments(List<ObjectNode> values) {
    ArrayNode arguments = JsonNodeFactory.instance.arrayNode();
    if (constant != null && constantFirst) {
      arguments.add(constant);
    }
    arguments.addAll(values);
    if (constant != null && !constantFirst) {
      arguments.add(constant);
    }
    return arguments;
  }

  /** Operations have a name and nothing else; they are not trained. */
  @Override
  public void writeOptions(ObjectNode config) {
    config.remove(List.of("trainable", "dtype"));
  }

  /** Whether Keras's JSON form is that of an operation. Files of older kinds tell no module. */
  static boolean isIn(JsonNode json) {
    JsonNode options = json.path("config");
    boolean bare = !options.has("trainable") && !options.has("dtype");
    boolean known = json.path("class_name").isTextual() && operator(json) != null;
    return json.path("module").asText().startsWith("keras.src.ops")
        || (known && bare && json.has("inbound_nodes"));
  }

  private static @Nullable Operator operator(JsonNode json) {
    for (Operator operator : Operator.values()) {
      if (operator.kerasName.equals(json.path("class_name").asText())) {
        return operator;
      }
    }
    return null;
  }

  static Arithmetic read(String layer, JsonNode json) {
    Operator operator = operator(json);
    if (operator == null) {
      throw new IllegalArgumentException(
          layer
              + ": of Keras's operations only Add, Subtract, Multiply, Divide and Negative are"
              + " known here");
    }
    Arithmetic read = null;
    for (JsonNode node : json.path("inbound_nodes")) {
      Arithmetic there = read(layer, operator, node.path("args"));
      if (read != null && !read.equals(there)) {
        throw new IllegalArgumentException(layer + ": has another constant in another place");
      }
      read = there;
    }
    return read == null ? new Arithmetic(operator) : read;
  }

  private static Arithmetic read(String layer, Operator operator, JsonNode arguments) {
    boolean first = arguments.path(0).isNumber();
    JsonNode constant = arguments.path(first ? 0 : 1);
    boolean value = constant.path("class_name").asText().equals("__keras_tensor__");
    if (arguments.size() > 2 || !(constant.isNumber() || constant.isMissingNode() || value)) {
      throw new IllegalArgumentException(
          "%s: works on values and single numbers here. Received: %s".formatted(layer, arguments));
    }
    return constant.isNumber()
        ? new Arithmetic(operator, constant.doubleValue(), first)
        : new Arithmetic(operator);
  }
}
