package dev.kindling.graph;

import java.util.List;

/**
 * One operator at work: it takes the named values and makes one, which bears the node's own name.
 */
public record Node(String name, Op op, List<String> inputs) {
  /** Copies the list of inputs. */
  public Node {
    inputs = List.copyOf(inputs);
  }
}
