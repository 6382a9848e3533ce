package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Transpose;
import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * The same numbers of each sample, channels running fastest, under other axes. Keras: {@code
 * Reshape}.
 *
 * @param targetShape the sizes without the batch axis: {@code (height, width, channels)} for
 *     pictures; one of them may be -1, for as many as there are numbers
 */
public record Reshape(List<Integer> targetShape) implements Layer {

  /** Copies the list, and checks the sizes. */
  public Reshape {
    targetShape = List.copyOf(targetShape);
    long free = targetShape.stream().filter(size -> size == -1).count();
    boolean known = targetShape.stream().allMatch(size -> size == -1 || size > 0);
    if (targetShape.isEmpty() || !known || free > 1) {
      throw new IllegalArgumentException(
          "A Reshape needs sizes above 0, one of which may be -1. Received: " + targetShape);
    }
  }

  /** The sizes without the batch axis. */
  public Reshape(Integer... targetShape) {
    this(List.of(targetShape));
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape sizes = sizes(name, to.kerasShape(input).withoutBatch());
    String keras = input;
    if (to.shape(input).rank() == 4) {
      keras = to.node(name + "/channels_last", Transpose.CHANNELS_LAST, input);
    }
    String result = to.node(name, new dev.kindling.graph.Reshape(sizes), keras);
    return sizes.rank() == 3
        ? to.node(name + "/channels_first", Transpose.CHANNELS_FIRST, result)
        : result;
  }

  private Shape sizes(String name, Shape sample) {
    long known = targetShape.stream().filter(size -> size > 0).reduce(1, Math::multiplyExact);
    boolean free = targetShape.contains(-1);
    if (free ? sample.elements() % known != 0 : sample.elements() != known) {
      throw new IllegalArgumentException(
          "Reshape '%s': the numbers of %s do not make %s".formatted(name, sample, targetShape));
    }
    int rest = (int) (sample.elements() / known);
    return Shape.of(targetShape.stream().mapToInt(size -> size == -1 ? rest : size).toArray());
  }

  @Override
  public void writeOptions(ObjectNode config) {
    ArrayNode sizes = config.putArray("target_shape");
    targetShape.forEach(sizes::add);
  }

  static Reshape read(Config config) {
    return new Reshape(config.integers("target_shape"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
