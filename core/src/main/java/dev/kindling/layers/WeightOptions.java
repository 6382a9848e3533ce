package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How one weight of a layer begins and what it is held to: Keras's {@code kernel_initializer},
 * {@code kernel_regularizer} and {@code kernel_constraint}, and the same of {@code bias} and so on.
 *
 * @param initializer how its numbers begin
 * @param regularizer what is added to the loss for it, or null
 * @param constraint what it is held to after each step, or null
 */
public record WeightOptions(
    Initializer initializer, @Nullable Regularizer regularizer, @Nullable MaxNorm constraint) {

  /** Keras's defaults for kernels. */
  static final WeightOptions KERNEL = of(Initializers.GLOROT_UNIFORM);

  /** Keras's defaults for addends. */
  static final WeightOptions ZEROS = of(Initializers.ZEROS);

  /** Keras's defaults for factors. */
  static final WeightOptions ONES = of(Initializers.ONES);

  /** Numbers that begin so and are free. */
  static WeightOptions of(Initializer initializer) {
    return new WeightOptions(initializer, null, null);
  }

  /** These options with another beginning. */
  WeightOptions initializer(Initializer initializer) {
    return new WeightOptions(initializer, regularizer, constraint);
  }

  /** These options with another regularizer. */
  WeightOptions regularizer(@Nullable Regularizer regularizer) {
    return new WeightOptions(initializer, regularizer, constraint);
  }

  /** These options with another constraint. */
  WeightOptions constraint(@Nullable MaxNorm constraint) {
    return new WeightOptions(initializer, regularizer, constraint);
  }

  void write(ObjectNode config, String weight) {
    config.set(weight + "_initializer", initializer.toJson());
    config.set(weight + "_regularizer", regularizer == null ? null : regularizer.toJson());
    config.set(weight + "_constraint", constraint == null ? null : constraint.toJson());
  }

  /** Reads Keras's JSON form; what it leaves out is as in these options. */
  WeightOptions read(Config config, String weight) {
    String key = weight + "_initializer";
    return new WeightOptions(
        config.has(key) ? Initializer.read(config, key) : initializer,
        Regularizer.read(config, weight + "_regularizer"),
        MaxNorm.read(config, weight + "_constraint"));
  }
}
