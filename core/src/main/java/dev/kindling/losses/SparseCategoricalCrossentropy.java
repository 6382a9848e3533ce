package dev.kindling.losses;

import dev.kindling.graph.Op;
import dev.kindling.graph.Softmax;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@link CategoricalCrossentropy} for labels that are the numbers of the classes, from 0. Keras:
 * {@code SparseCategoricalCrossentropy}.
 *
 * @param fromLogits whether the network's output is logits
 */
public record SparseCategoricalCrossentropy(boolean fromLogits) implements Loss {

  /** Keras's default: of scores. */
  public SparseCategoricalCrossentropy() {
    this(false);
  }

  /** This loss for a network whose output is logits, or scores. */
  public SparseCategoricalCrossentropy fromLogits(boolean fromLogits) {
    return new SparseCategoricalCrossentropy(fromLogits);
  }

  @Override
  public String name() {
    return "sparse_categorical_crossentropy";
  }

  @Override
  public Op head() {
    return new Softmax();
  }

  @Override
  public Tensor scores(Tensor logits) {
    return Probabilities.softmax(logits);
  }

  @Override
  public LossValue ofLogits(Tensor labels, Tensor logits, @Nullable Tensor weights) {
    int columns = logits.shape().size(-1);
    return Rows.mean(
        logits,
        weights,
        (row, from, gradient) -> {
          int label = (int) labels.data()[row];
          double logSum = Probabilities.logSumExp(logits.data(), from, columns);
          for (int i = 0; i < columns; i++) {
            gradient[i] = Math.exp(logits.data()[from + i] - logSum) - (i == label ? 1 : 0);
          }
          return logSum - logits.data()[from + label];
        });
  }

  /** Scores are held off 0 and 1, then divided by their sum: the other way round than above. */
  @Override
  public LossValue ofScores(Tensor labels, Tensor scores, @Nullable Tensor weights) {
    int columns = scores.shape().size(-1);
    return Rows.mean(
        scores,
        weights,
        (row, from, gradient) -> {
          int label = (int) labels.data()[row];
          double sum = 0;
          for (int i = 0; i < columns; i++) {
            sum += Probabilities.held(scores.data()[from + i]);
          }
          double of = Probabilities.held(scores.data()[from + label]);
          for (int i = 0; i < columns; i++) {
            double score = scores.data()[from + i];
            // A score that is held does not move the loss.
            boolean free = Probabilities.held(score) == score;
            gradient[i] = free ? 1 / sum - (i == label ? 1 / of : 0) : 0;
          }
          return Math.log(sum / of);
        });
  }

  @Override
  public void requireOutput(Shape output) {
    Loss.requireClasses(name(), output);
  }

  @Override
  public String labelAdvice() {
    return "sparse_categorical_crossentropy takes the number of its class, from 0, for each sample";
  }

  /** Numbers of classes: {@code (n)}, or {@code (n, 1)}. */
  @Override
  public Tensor requireLabels(@Nullable Tensor labels, Shape scores) {
    int[] sizes = scores.toArray();
    sizes[sizes.length - 1] = 1;
    Tensor column = requireShape(labels, Shape.of(sizes));
    int classes = scores.size(-1);
    for (float label : column.data()) {
      if (!(label >= 0 && label < classes && label == (int) label)) {
        throw new IllegalArgumentException(
            "Labels must be whole numbers below %d, the number of outputs; %s. Received: %s"
                .formatted(classes, labelAdvice(), label));
      }
    }
    return column;
  }
}
