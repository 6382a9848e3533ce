package dev.kindling.onnx;

import dev.kindling.onnx.schema.AttributeProto;
import dev.kindling.onnx.schema.NodeProto;
import dev.kindling.onnx.schema.TensorProto;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of one node in a file; each is asked for once, and none may be left over. */
final class Attributes {

  static final int FLOAT = 1;
  static final int INT = 2;
  static final int STRING = 3;
  static final int TENSOR = 4;
  static final int INTS = 7;

  private static final List<String> TYPES =
      List.of(
          "undefined",
          "float",
          "int",
          "string",
          "tensor",
          "graph",
          "floats",
          "ints",
          "strings",
          "tensors",
          "graphs",
          "sparse tensor",
          "sparse tensors",
          "type",
          "types");

  private final NodeProto node;
  private final Map<String, AttributeProto> left = new LinkedHashMap<>();

  Attributes(NodeProto node) throws MalformedModelException {
    this.node = node;
    for (AttributeProto attribute : node.getAttributeList()) {
      if (left.put(attribute.getName(), attribute) != null) {
        throw new MalformedModelException(
            "has the attribute %s twice in %s"
                .formatted(Wording.quoted(attribute.getName()), Wording.node(node)));
      }
    }
  }

  long integer(String name, long otherwise) throws MalformedModelException {
    AttributeProto attribute = take(name, INT);
    return attribute == null ? otherwise : attribute.getI();
  }

  float number(String name, float otherwise) throws MalformedModelException {
    AttributeProto attribute = take(name, FLOAT);
    return attribute == null ? otherwise : attribute.getF();
  }

  /** The number as it is written in decimals, so that 0.001 is read back as it was written. */
  double decimal(String name, double otherwise) throws MalformedModelException {
    AttributeProto attribute = take(name, FLOAT);
    return attribute == null ? otherwise : Double.parseDouble(Float.toString(attribute.getF()));
  }

  String text(String name, String otherwise) throws MalformedModelException {
    AttributeProto attribute = take(name, STRING);
    return attribute == null ? otherwise : attribute.getS().toStringUtf8();
  }

  @Nullable TensorProto tensor(String name) throws MalformedModelException {
    AttributeProto attribute = take(name, TENSOR);
    return attribute == null ? null : attribute.getT();
  }

  /** Exactly as many whole numbers as {@code otherwise} has, each between the two bounds. */
  int[] integers(String name, int[] otherwise, int least, int most) throws MalformedModelException {
    AttributeProto attribute = take(name, INTS);
    if (attribute == null) {
      return otherwise.clone();
    }
    List<Long> values = attribute.getIntsList();
    if (values.size() != otherwise.length
        || values.stream().anyMatch(value -> value < least || value > most)) {
      throw new MalformedModelException(
          "must have %d numbers from %d to %d in the attribute %s of %s. Received: %s"
              .formatted(
                  otherwise.length,
                  least,
                  most,
                  name,
                  Wording.node(node),
                  values.size() > 8 ? values.size() + " numbers" : values));
    }
    return values.stream().mapToInt(Long::intValue).toArray();
  }

  /** Refuses any value of a whole number but the one that the graph's operator stands for. */
  void only(String name, long value) throws UnreadableModelException {
    refuseUnless(name, value, integer(name, value));
  }

  /** Refuses any value of a fraction but the one that the graph's operator stands for. */
  void only(String name, float value) throws UnreadableModelException {
    refuseUnless(name, value, number(name, value));
  }

  /** Refuses any word but the one that the graph's operator stands for. */
  void only(String name, String value) throws UnreadableModelException {
    refuseUnless(name, value, text(name, value));
  }

  /** Refuses any list but the one that the graph's operator stands for. */
  void only(String name, int[] values) throws UnreadableModelException {
    int[] received = integers(name, values, Integer.MIN_VALUE, Integer.MAX_VALUE);
    refuseUnless(name, Arrays.toString(values), Arrays.toString(received));
  }

  /** Passes over attributes that change nothing for the numbers that Kindling works on. */
  void ignore(String... names) {
    for (String name : names) {
      left.remove(name);
    }
  }

  /** Refuses attributes that nobody asked for: they would change the node's meaning. */
  void finish() throws UnsupportedModelException {
    for (String name : left.keySet()) {
      throw new UnsupportedModelException(
          "uses the attribute %s in %s, which Kindling does not know"
              .formatted(Wording.quoted(name), Wording.node(node)));
    }
  }

  private void refuseUnless(String name, Object wanted, Object received)
      throws UnsupportedModelException {
    if (!wanted.equals(received)) {
      throw new UnsupportedModelException(
          "has %s=%s in %s; Kindling knows only %s"
              .formatted(name, received, Wording.node(node), wanted));
    }
  }

  private @Nullable AttributeProto take(String name, int type) throws MalformedModelException {
    AttributeProto attribute = left.remove(name);
    if (attribute != null && attribute.getType() != type) {
      throw new MalformedModelException(
          "has an attribute %s of the wrong type in %s: %s instead of %s"
              .formatted(name, Wording.node(node), typeName(attribute.getType()), typeName(type)));
    }
    return attribute;
  }

  private static String typeName(int type) {
    return type >= 0 && type < TYPES.size() ? TYPES.get(type) : "type " + type;
  }
}
