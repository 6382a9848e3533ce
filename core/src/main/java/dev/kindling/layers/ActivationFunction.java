package dev.kindling.layers;

import dev.kindling.graph.Clip;
import dev.kindling.graph.Elu;
import dev.kindling.graph.Gelu;
import dev.kindling.graph.HardSigmoid;
import dev.kindling.graph.HardSwish;
import dev.kindling.graph.LeakyRelu;
import dev.kindling.graph.LogSoftmax;
import dev.kindling.graph.Mul;
import dev.kindling.graph.Op;
import dev.kindling.graph.Relu;
import dev.kindling.graph.Sigmoid;
import dev.kindling.graph.Softmax;
import dev.kindling.graph.Softplus;
import dev.kindling.graph.Tanh;
import java.util.Locale;

/** A function of a layer's output: Keras's {@code activation}. */
public enum ActivationFunction {
  /** {@code x} itself. */
  LINEAR,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code max(0, min(x, 6))}. */
  RELU6,
  /** {@code x} where it is positive, else {@code 0.2 * x}. */
  LEAKY_RELU,
  /** {@code x} where it is positive, else {@code exp(x) - 1}. */
  ELU,
  /** {@code x} times the probability that a standard normal number is not greater. */
  GELU,
  /** {@code x * sigmoid(x)}, also known as swish. */
  SILU,
  /** {@code x * relu6(x + 3) / 6}, also known as hard swish. */
  HARD_SILU,
  /** {@code relu6(x + 3) / 6}. */
  HARD_SIGMOID,
  /** {@code 1 / (1 + exp(-x))}. */
  SIGMOID,
  /** The hyperbolic tangent. */
  TANH,
  /** {@code log(1 + exp(x))}. */
  SOFTPLUS,
  /** {@code exp(x) / sum(exp(x))} along the last axis: the features of a row, or the channels. */
  SOFTMAX,
  /** The logarithm of {@link #SOFTMAX}. */
  LOG_SOFTMAX;

  /** Appends the function of a value; its node is named {@code layer/relu} and so on. */
  String lower(String layer, String input, Lowering to) {
    String name = layer + "/" + kerasName();
    return switch (this) {
      case LINEAR -> input;
      case RELU -> to.node(name, new Relu(), input);
      case RELU6 -> to.node(name, new Clip(0, 6), input);
      case LEAKY_RELU -> to.node(name, new LeakyRelu(0.2), input);
      case ELU -> to.node(name, new Elu(1), input);
      case GELU -> to.node(name, new Gelu(), input);
      case SILU -> to.node(name, new Mul(), input, to.node(name + "/gate", new Sigmoid(), input));
      case HARD_SILU -> to.node(name, new HardSwish(), input);
      case HARD_SIGMOID -> to.node(name, new HardSigmoid(1 / 6.0, 0.5), input);
      case SIGMOID -> to.node(name, new Sigmoid(), input);
      case TANH -> to.node(name, new Tanh(), input);
      case SOFTPLUS -> to.node(name, new Softplus(), input);
      case SOFTMAX -> lowerAlongChannels(name, new Softmax(), input, to);
      case LOG_SOFTMAX -> lowerAlongChannels(name, new LogSoftmax(), input, to);
    };
  }

  private static String lowerAlongChannels(String name, Op op, String input, Lowering to) {
    return to.channelsLast(name, input, last -> to.node(name, op, last));
  }

  /** Keras's name for it. */
  String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
