package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.tensor.Shape;

/**
 * The channels of each pixel, or the features of each row, brought to a mean of 0 and a variance of
 * 1, then times gamma plus beta. Keras: {@code LayerNormalization}.
 *
 * @param axis the last axis, which may be counted from the end
 * @param epsilon added to the variance
 * @param center whether there is a beta
 * @param scale whether there is a gamma
 * @param gamma how gamma begins and what it is held to
 * @param beta how beta begins and what it is held to
 */
public record LayerNormalization(
    int axis,
    double epsilon,
    boolean center,
    boolean scale,
    WeightOptions gamma,
    WeightOptions beta)
    implements Layer {

  /** Keras's defaults: an epsilon of 0.001, with gamma and beta. */
  public LayerNormalization() {
    this(-1, 0.001, true, true, WeightOptions.ONES, WeightOptions.ZEROS);
  }

  /** This layer with another epsilon. */
  public LayerNormalization epsilon(double epsilon) {
    return new LayerNormalization(axis, epsilon, center, scale, gamma, beta);
  }

  /** This layer with or without a beta. */
  public LayerNormalization center(boolean center) {
    return new LayerNormalization(axis, epsilon, center, scale, gamma, beta);
  }

  /** This layer with or without a gamma. */
  public LayerNormalization scale(boolean scale) {
    return new LayerNormalization(axis, epsilon, center, scale, gamma, beta);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape value = to.kerasShape(input);
    if (axis != -1 && axis != value.rank() - 1) {
      throw new IllegalArgumentException(
          "LayerNormalization '%s' normalizes along the last axis, axis=-1. Received: axis=%d"
              .formatted(name, axis));
    }
    Shape shape = Shape.of(value.size(-1));
    KerasArray same = KerasArray.same(shape);
    String factor =
        scale
            ? to.parameter(name + "/gamma", shape, new Weight(gamma, same))
            : to.constant(name + "/gamma", shape, 1);
    String addend =
        center
            ? to.parameter(name + "/beta", shape, new Weight(beta, same))
            : to.constant(name + "/beta", shape, 0);
    return to.channelsLast(
        name,
        input,
        last ->
            to.node(
                name, new dev.kindling.graph.LayerNormalization(epsilon), last, factor, addend));
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.putArray("axis").add(axis); // as Keras does once the layer is built
    config.put("epsilon", epsilon);
    config.put("center", center);
    config.put("scale", scale);
    config.put("rms_scaling", false);
    gamma.write(config, "gamma");
    beta.write(config, "beta");
  }

  static LayerNormalization read(Config config) {
    return new LayerNormalization(
        config.axis("axis"),
        config.number("epsilon"),
        config.flag("center"),
        config.flag("scale"),
        WeightOptions.ONES.read(config, "gamma"),
        WeightOptions.ZEROS.read(config, "beta"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
