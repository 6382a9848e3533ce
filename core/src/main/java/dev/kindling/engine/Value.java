package dev.kindling.engine;

import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * A value of the network while it is compiled: where its numbers will lie, in every order and type
 * in which some kernel wants them, and where its gradient will.
 */
final class Value {

  final String name;
  final Shape shape;

  /** Whether something that is trained lies before this value. */
  final boolean needsGradient;

  /** The same numbers in several orders or types; the first is the original. */
  final List<memory> versions = new ArrayList<>();

  /** The gradient of the loss by this value, once a consumer has given one. */
  @Nullable memory gradient;

  /**
   * Whether the backward step of the ReLU that made this value is left to the max-pooling behind
   * it, where there are fewer numbers to pass.
   */
  boolean reluLeftToPooling;

  Value(String name, Shape shape, memory original, boolean needsGradient) {
    this.name = name;
    this.shape = shape;
    this.needsGradient = needsGradient;
    versions.add(original);
  }

  memory original() {
    return versions.get(0);
  }
}
