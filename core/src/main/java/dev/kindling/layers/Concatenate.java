package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Concat;
import java.util.List;

/**
 * Values put one behind another along an axis. Keras: {@code Concatenate}.
 *
 * @param axis the axis in Keras's order, 0 being the batch's, which it cannot be; or counted from
 *     the end: -1 for the channels
 */
public record Concatenate(int axis) implements Layer {

  /** Along the last axis: the channels of pictures. */
  public Concatenate() {
    this(-1);
  }

  @Override
  public String lower(String name, List<String> inputs, Lowering to) {
    to.requireSeveral(this, name, inputs);
    int rank = to.shape(inputs.get(0)).rank();
    int fromFront = axis < 0 ? axis + rank : axis;
    if (fromFront < 1 || fromFront >= rank) {
      throw new IllegalArgumentException(
          "Concatenate '%s': there is no axis %d behind the batch axis of %s"
              .formatted(name, axis, to.kerasShape(inputs.get(0))));
    }
    // In a graph the channels of pictures come before rows and columns.
    int inGraph = rank != 4 ? fromFront : fromFront == 3 ? 1 : fromFront + 1;
    return to.node(name, new Concat(inGraph), inputs.toArray(String[]::new));
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    return lower(name, List.of(input), to);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("axis", axis);
  }

  static Concatenate read(Config config) {
    return new Concatenate(config.integer("axis"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
