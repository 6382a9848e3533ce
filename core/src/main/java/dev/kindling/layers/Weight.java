package dev.kindling.layers;

import org.jspecify.annotations.Nullable;

/**
 * What a layer says of one of its parameters.
 *
 * @param initializer how its numbers begin
 * @param keras how Keras keeps it
 * @param role what training does with it
 * @param regularizer what is added to the loss for it, or null
 * @param constraint what it is held to after each step, or null
 */
public record Weight(
    Initializer initializer,
    KerasArray keras,
    Role role,
    @Nullable Regularizer regularizer,
    @Nullable MaxNorm constraint) {

  /** What training does with a parameter. */
  public enum Role {
    /** It is moved by its gradient. */
    TRAINED,
    /** It is moved towards each batch's mean or variance; Keras does not count it as trainable. */
    STATISTIC,
    /** It stays as it is. */
    FIXED
  }

  /** A parameter that is trained freely. */
  Weight(Initializer initializer, KerasArray keras) {
    this(initializer, keras, Role.TRAINED, null, null);
  }

  /** A parameter that is trained as its options say. */
  Weight(WeightOptions options, KerasArray keras) {
    this(options.initializer(), keras, Role.TRAINED, options.regularizer(), options.constraint());
  }

  /** A parameter with another role. */
  Weight(Initializer initializer, KerasArray keras, Role role) {
    this(initializer, keras, role, null, null);
  }
}
