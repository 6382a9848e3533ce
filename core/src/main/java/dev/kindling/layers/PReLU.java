package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.PRelu;
import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * {@code x} where it is positive, else {@code alpha * x}, where alpha is learned. Keras: {@code
 * PReLU}.
 *
 * @param sharedAxes the axes along which alpha is the same, in Keras's order: 1 and 2 for one
 *     number to each channel of pictures; none for one to each number of a sample
 * @param alpha how alpha begins and what it is held to
 */
public record PReLU(List<Integer> sharedAxes, WeightOptions alpha) implements Layer {

  /** Copies the list of axes. */
  public PReLU {
    sharedAxes = List.copyOf(sharedAxes);
  }

  /** Keras's defaults, but for the axes along which alpha is the same. */
  public PReLU(Integer... sharedAxes) {
    this(List.of(sharedAxes), WeightOptions.ZEROS);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    int[] sizes = to.kerasShape(input).withoutBatch().toArray();
    for (int axis : sharedAxes) {
      if (axis < 1 || axis > sizes.length) {
        throw new IllegalArgumentException(
            "PReLU '%s': there is no axis %d behind the batch axis of %s"
                .formatted(name, axis, to.kerasShape(input)));
      }
      sizes[axis - 1] = 1;
    }
    Shape shape = Shape.of(sizes);
    KerasArray inKeras = KerasArray.same(shape);
    if (sizes.length == 3) {
      inKeras = KerasArray.picture(sizes[0], sizes[1], sizes[2]);
      shape = Shape.of(sizes[2], sizes[0], sizes[1]);
    }
    String slope = to.parameter(name + "/alpha", shape, new Weight(alpha, inKeras));
    return to.node(name, new PRelu(), input, slope);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    alpha.write(config, "alpha");
    if (sharedAxes.isEmpty()) {
      config.putNull("shared_axes");
    } else {
      ArrayNode axes = config.putArray("shared_axes");
      sharedAxes.forEach(axes::add);
    }
  }

  static PReLU read(Config config) {
    List<Integer> axes = config.isNull("shared_axes") ? List.of() : config.integers("shared_axes");
    return new PReLU(axes, WeightOptions.ZEROS.read(config, "alpha"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
