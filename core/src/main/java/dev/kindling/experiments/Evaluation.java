package dev.kindling.experiments;

import dev.kindling.metrics.ConfusionMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * How a classifier did on a part of a folder of pictures.
 *
 * @param part which part: {@code test}, {@code validation}, {@code train}
 * @param labels the names of the classes, in the classifier's order
 * @param figures loss and accuracy over all pictures
 * @param confusion how often each class was taken for each, in the order of the labels
 * @param skipped the files that were left out
 */
public record Evaluation(
    String part,
    List<String> labels,
    Figures figures,
    ConfusionMatrix confusion,
    List<SkippedPicture> skipped) {

  /** Copies the lists. */
  public Evaluation {
    labels = List.copyOf(labels);
    skipped = List.copyOf(skipped);
  }

  /** Precision, recall and F1 of each class, in the order of the labels. */
  public List<ClassFigures> perClass() {
    List<ClassFigures> figures = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      figures.add(
          new ClassFigures(
              labels.get(i),
              confusion.precision(i),
              confusion.recall(i),
              confusion.f1(i),
              confusion.samples(i)));
    }
    return figures;
  }
}
