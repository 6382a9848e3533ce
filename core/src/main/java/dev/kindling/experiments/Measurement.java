package dev.kindling.experiments;

import dev.kindling.image.Image;
import dev.kindling.losses.Loss;
import dev.kindling.metrics.ConfusionMatrix;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * How a classifier does on pictures whose classes are known, picture after picture in their order:
 * the same sums whenever it is measured.
 */
final class Measurement {

  /** Hears of a picture that cannot be had and is left out. */
  interface Failure {
    void at(int index, IOException trouble);
  }

  private final Loss meaning;
  private final int classes;
  private final List<Integer> actual = new ArrayList<>();
  private final List<Integer> predicted = new ArrayList<>();
  private double loss;

  private Measurement(Scoring scoring) {
    this.meaning = scoring.classifier().graph().loss();
    this.classes = scoring.classifier().labels().size();
  }

  /**
   * Measures a classifier.
   *
   * @param classOf the class of each picture, by its place among the classifier's labels
   * @param loader has the pictures, of any size
   * @param progress hears how many pictures are done
   */
  static Measurement of(
      Scoring scoring,
      int[] classOf,
      ReadAhead.Loader<Image> loader,
      IntConsumer progress,
      Failure failure) {
    Measurement measurement = new Measurement(scoring);
    try (ReadAhead<Scoring.Outputs> outputs =
        new ReadAhead<>(
            classOf.length, index -> scoring.outputs(loader.load(index)), scoring.threads())) {
      for (int i = 0; i < classOf.length; i++) {
        try {
          measurement.add(outputs.next(), classOf[i]);
        } catch (IOException e) {
          failure.at(i, e);
        }
        progress.accept(i + 1);
      }
    }
    return measurement;
  }

  /**
   * How logits that stand for pictures do, summed as those of a classifier are.
   *
   * @param logits {@code [picture][1]} for two classes, or {@code [picture][class]}; at least one
   */
  static Figures ofLogits(float[][] logits, int[] classOf) {
    int columns = logits[0].length;
    Loss meaning = Crossentropy.of(columns, false, 0);
    double loss = 0;
    int right = 0;
    for (int i = 0; i < classOf.length; i++) {
      float[] row = logits[i];
      loss += loss(meaning, row, classOf[i]);
      int predicted = columns > 1 ? greatest(row) : row[0] > 0 ? 1 : 0;
      right += predicted == classOf[i] ? 1 : 0;
    }
    return new Figures(loss / classOf.length, (double) right / classOf.length, classOf.length);
  }

  private void add(Scoring.Outputs outputs, int actualClass) {
    loss += loss(meaning, outputs.logits(), actualClass);
    actual.add(actualClass);
    predicted.add(greatest(outputs.scores()));
  }

  /** The loss of one picture, whose label is 1 for the second of two classes, or a row with a 1. */
  private static double loss(Loss meaning, float[] logits, int actualClass) {
    Shape shape = Shape.of(1, logits.length);
    Tensor label = Tensor.zeros(shape);
    if (logits.length == 1) {
      label.data()[0] = actualClass;
    } else {
      label.data()[actualClass] = 1;
    }
    return meaning.ofLogits(label, Tensor.of(shape, logits), null).mean();
  }

  /** The place of the greatest score, the first among equals. */
  static int greatest(float[] scores) {
    int greatest = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[greatest]) {
        greatest = i;
      }
    }
    return greatest;
  }

  ConfusionMatrix confusion() {
    return ConfusionMatrix.of(
        classes,
        actual.stream().mapToInt(Integer::intValue).toArray(),
        predicted.stream().mapToInt(Integer::intValue).toArray());
  }

  Figures figures() {
    return new Figures(loss / actual.size(), confusion().accuracy(), actual.size());
  }
}
