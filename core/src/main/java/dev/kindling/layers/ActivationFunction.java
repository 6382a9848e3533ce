package dev.kindling.layers;

import dev.kindling.graph.Op;
import dev.kindling.graph.Relu;
import dev.kindling.graph.Sigmoid;
import dev.kindling.graph.Softmax;
import dev.kindling.graph.Transpose;
import java.util.Locale;

/** A function of a layer's output: Keras's {@code activation}. */
public enum ActivationFunction {
  /** {@code x} itself. */
  LINEAR,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code 1 / (1 + exp(-x))}. */
  SIGMOID,
  /** {@code exp(x) / sum(exp(x))} along the last axis: the features of a row, or the channels. */
  SOFTMAX;

  /** Appends the function of a value; its node is named {@code layer/relu} and so on. */
  String lower(String layer, String input, Lowering to) {
    String name = layer + "/" + kerasName();
    return switch (this) {
      case LINEAR -> input;
      case RELU -> to.node(name, new Relu(), input);
      case SIGMOID -> to.node(name, new Sigmoid(), input);
      case SOFTMAX -> lowerSoftmax(name, input, to);
    };
  }

  /** Keras's last axis, the channels, is not the last one in a graph. */
  private static String lowerSoftmax(String name, String input, Lowering to) {
    Op softmax = new Softmax();
    if (to.shape(input).rank() != 4) {
      return to.node(name, softmax, input);
    }
    String last = to.node(name + "/channels_last", Transpose.CHANNELS_LAST, input);
    String result = to.node(name, softmax, last);
    return to.node(name + "/channels_first", Transpose.CHANNELS_FIRST, result);
  }

  /** Keras's name for it. */
  String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
