package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.tensor.Shape;

/**
 * Each channel brought to a mean of 0 and a variance of 1, then times gamma plus beta. Keras:
 * {@code BatchNormalization}.
 *
 * <p>In training by the mean and variance of the batch, towards which {@code moving_mean} and
 * {@code moving_variance} move; in inference, and where the layer is frozen, by those.
 *
 * @param axis the axis of the channels, the last one, which may be counted from the end
 * @param momentum how much of the moving mean and variance stays in each step
 * @param epsilon added to the variance
 * @param center whether there is a beta
 * @param scale whether there is a gamma
 * @param gamma how gamma begins and what it is held to
 * @param beta how beta begins and what it is held to
 */
public record BatchNormalization(
    int axis,
    double momentum,
    double epsilon,
    boolean center,
    boolean scale,
    WeightOptions gamma,
    WeightOptions beta)
    implements Layer {

  /** Checks epsilon and momentum. */
  public BatchNormalization {
    if (!(epsilon > 0 && momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "A BatchNormalization needs an epsilon above 0 and a momentum within 0 and 1. Received: "
              + "epsilon=%s, momentum=%s".formatted(epsilon, momentum));
    }
  }

  /** Keras's defaults: a momentum of 0.99, an epsilon of 0.001, with gamma and beta. */
  public BatchNormalization() {
    this(-1, 0.99, 0.001, true, true, WeightOptions.ONES, WeightOptions.ZEROS);
  }

  /** This layer with another momentum. */
  public BatchNormalization momentum(double momentum) {
    return new BatchNormalization(axis, momentum, epsilon, center, scale, gamma, beta);
  }

  /** This layer with another epsilon. */
  public BatchNormalization epsilon(double epsilon) {
    return new BatchNormalization(axis, momentum, epsilon, center, scale, gamma, beta);
  }

  /** This layer with or without a beta. */
  public BatchNormalization center(boolean center) {
    return new BatchNormalization(axis, momentum, epsilon, center, scale, gamma, beta);
  }

  /** This layer with or without a gamma. */
  public BatchNormalization scale(boolean scale) {
    return new BatchNormalization(axis, momentum, epsilon, center, scale, gamma, beta);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape value = to.shape(input);
    if ((value.rank() != 2 && value.rank() != 4) || (axis != -1 && axis != value.rank() - 1)) {
      throw new IllegalArgumentException(
          "BatchNormalization '%s' takes pictures or rows, and axis=-1. Received: %s, axis=%d"
              .formatted(name, to.kerasShape(input), axis));
    }
    Shape shape = Shape.of(value.size(1));
    KerasArray same = KerasArray.same(shape);
    Weight.Role statistic = Weight.Role.STATISTIC;
    String factor =
        scale
            ? to.parameter(name + "/gamma", shape, new Weight(gamma, same))
            : to.constant(name + "/gamma", shape, 1);
    String addend =
        center
            ? to.parameter(name + "/beta", shape, new Weight(beta, same))
            : to.constant(name + "/beta", shape, 0);
    return to.node(
        name,
        new dev.kindling.graph.BatchNormalization(epsilon, momentum),
        input,
        factor,
        addend,
        to.parameter(name + "/moving_mean", shape, new Weight(Initializers.ZEROS, same, statistic)),
        to.parameter(
            name + "/moving_variance", shape, new Weight(Initializers.ONES, same, statistic)));
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("axis", axis);
    config.put("momentum", momentum);
    config.put("epsilon", epsilon);
    config.put("center", center);
    config.put("scale", scale);
    gamma.write(config, "gamma");
    beta.write(config, "beta");
    config.set("moving_mean_initializer", Initializers.ZEROS.toJson());
    config.set("moving_variance_initializer", Initializers.ONES.toJson());
    config.put("synchronized", false);
    config.put("renorm", false);
    config.putNull("renorm_clipping");
    config.put("renorm_momentum", 0.99);
  }

  static BatchNormalization read(Config config) {
    return new BatchNormalization(
        config.integer("axis"),
        config.number("momentum"),
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
