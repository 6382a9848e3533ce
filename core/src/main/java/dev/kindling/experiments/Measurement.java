package dev.kindling.experiments;

import dev.kindling.image.Image;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.losses.CategoricalCrossentropy;
import dev.kindling.losses.Loss;
import dev.kindling.metrics.ConfusionMatrix;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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

  private final Scoring scoring;
  private final int classes;
  private final List<Image> batch = new ArrayList<>();
  private final List<Integer> batchClasses = new ArrayList<>();
  private final List<Integer> actual = new ArrayList<>();
  private final List<Integer> predicted = new ArrayList<>();
  private double loss;

  private Measurement(Scoring scoring) {
    this.scoring = scoring;
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
      ReadAhead.Loader loader,
      IntConsumer progress,
      Failure failure) {
    Measurement measurement = new Measurement(scoring);
    ReadAhead.Loader resized =
        index -> scoring.classifier().preprocessing().resize(loader.load(index));
    try (ReadAhead pictures = new ReadAhead(classOf.length, resized, scoring.threads())) {
      for (int i = 0; i < classOf.length; i++) {
        ReadAhead.Loaded loaded = pictures.next();
        if (loaded.image() != null) {
          measurement.add(loaded.image(), classOf[i]);
        } else if (loaded.failure() != null) {
          failure.at(i, loaded.failure());
        }
        progress.accept(i + 1);
      }
    }
    measurement.compute();
    return measurement;
  }

  /**
   * How logits that stand for pictures do, summed as those of a classifier are.
   *
   * @param logits {@code (n, 1)} for two classes, or {@code (n, classes)}
   * @param batch how many pictures the classifier computes at once
   */
  static Figures ofLogits(Tensor logits, int[] classOf, int batch) {
    int columns = logits.shape().size(1);
    Loss meaning = columns == 1 ? new BinaryCrossentropy() : new CategoricalCrossentropy();
    double loss = 0;
    int right = 0;
    for (int from = 0; from < classOf.length; from += batch) {
      int[] actual = Arrays.copyOfRange(classOf, from, Math.min(from + batch, classOf.length));
      Shape shape = Shape.of(actual.length, columns);
      float[] rows =
          Arrays.copyOfRange(logits.data(), from * columns, (from + actual.length) * columns);
      loss +=
          meaning.ofLogits(labels(actual, shape), Tensor.of(shape, rows), null).mean()
              * actual.length;
      for (int row = 0; row < actual.length; row++) {
        int predicted =
            columns == 1
                ? rows[row] > 0 ? 1 : 0
                : greatest(Arrays.copyOfRange(rows, row * columns, (row + 1) * columns));
        right += predicted == actual[row] ? 1 : 0;
      }
    }
    return new Figures(loss / classOf.length, (double) right / classOf.length, classOf.length);
  }

  private void add(Image picture, int actualClass) {
    batch.add(picture);
    batchClasses.add(actualClass);
    if (batch.size() == scoring.batchSize()) {
      compute();
    }
  }

  private void compute() {
    if (batch.isEmpty()) {
      return;
    }
    Scoring.Outputs outputs = scoring.run(batch);
    ClassifierGraph graph = scoring.classifier().graph();
    Tensor logits = Tensor.of(Shape.of(batch.size(), graph.logitColumns()), outputs.logits);
    Loss meaning = graph.loss();
    int[] classes = batchClasses.stream().mapToInt(Integer::intValue).toArray();
    loss += meaning.ofLogits(labels(classes, logits.shape()), logits, null).mean() * batch.size();
    actual.addAll(batchClasses);
    for (int row = 0; row < batch.size(); row++) {
      predicted.add(greatest(outputs.scores(row)));
    }
    batch.clear();
    batchClasses.clear();
  }

  /** A 1 for the second of two classes, or a row with a 1 in the column of the class. */
  private static Tensor labels(int[] classOf, Shape shape) {
    Tensor labels = Tensor.zeros(shape);
    int columns = shape.size(1);
    for (int row = 0; row < classOf.length; row++) {
      int index = classOf[row];
      if (columns == 1) {
        labels.data()[row] = index;
      } else {
        labels.data()[row * columns + index] = 1;
      }
    }
    return labels;
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
