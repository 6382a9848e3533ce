package dev.kindling.onnx;

import dev.kindling.onnx.schema.NodeProto;

/** How messages name what stands in a file: short and printable, whatever the file says. */
final class Wording {

  private static final int LONGEST = 60;

  private Wording() {}

  /** A name from the file, in quotes. */
  static String quoted(String name) {
    String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "..." : name;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }

  /** A node, by its name or else by the value that it gives: {@code node 'conv1' (Conv)}. */
  static String node(NodeProto node) {
    String name = node.getName();
    if (name.isEmpty() && node.getOutputCount() > 0) {
      name = node.getOutput(0);
    }
    return "node " + quoted(name) + " (" + quoted(node.getOpType()).replace("'", "") + ")";
  }
}
