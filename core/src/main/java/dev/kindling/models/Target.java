package dev.kindling.models;

import dev.kindling.losses.Loss;
import dev.kindling.losses.LossValue;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One output of a model with its loss.
 *
 * @param name of the member that makes it
 * @param wanted how it is trained and measured
 * @param scores the name of the output in the graph
 * @param value what the loss is computed from: the logits where it can be, else the scores
 */
record Target(String name, OutputLoss wanted, String scores, String value) {

  /** The outputs of a model, which must have a loss each. */
  static List<Target> of(Network network, List<OutputLoss> losses) {
    Lowered model = network.lowered();
    if (losses.size() != model.outputs().size()) {
      throw new IllegalArgumentException(
          "The model gives %s: compile takes a loss for each. Received: %d"
              .formatted(model.outputs(), losses.size()));
    }
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < losses.size(); i++) {
      Loss loss = losses.get(i).loss();
      loss.requireOutput(model.outputs().get(i));
      String scores = model.graph().outputs().get(i);
      String logits = model.before(loss.head(), i);
      if (loss.fromLogits() && logits != null) {
        throw new IllegalArgumentException(
            "%s is told that the output '%s' is logits, but it ends in a %s: leave fromLogits or the activation out."
                .formatted(loss.name(), scores, loss.head()));
      }
      String value = logits != null ? logits : scores;
      targets.add(new Target(nameOf(network, i), losses.get(i), scores, value));
    }
    return targets;
  }

  /** The name of the member, as in Keras; that of the value where it makes several outputs. */
  private static String nameOf(Network network, int output) {
    List<String> members =
        network.outputs().stream().map(value -> value.split("[:#]", 2)[0]).toList();
    String member = members.get(output);
    boolean once = members.stream().filter(member::equals).count() == 1;
    return once ? member : network.outputs().get(output);
  }

  Loss loss() {
    return wanted.loss();
  }

  /** Whether the loss is computed from logits. */
  boolean fromLogits() {
    return loss().fromLogits() || !value.equals(scores);
  }

  /** The mean loss of a batch by what it is computed from, not yet times its factor. */
  LossValue loss(Tensor labels, Tensor given, @Nullable Tensor weights) {
    return fromLogits()
        ? loss().ofLogits(labels, given, weights)
        : loss().ofScores(labels, given, weights);
  }

  /** The output by what the loss is computed from. */
  Tensor scoresOf(Tensor given) {
    return value.equals(scores) ? given : loss().scores(given);
  }
}
