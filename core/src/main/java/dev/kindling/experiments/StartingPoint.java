package dev.kindling.experiments;

import dev.kindling.files.ContentHash;
import dev.kindling.models.Model;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classifier whose weights a training begins with, perhaps for other classes.
 *
 * @param file where it is
 * @param hash of that file
 */
record StartingPoint(Path file, String hash, Classifier classifier) {

  /**
   * Opens the classifier that a recipe names.
   *
   * @param file null if the recipe names none
   * @param sha256 what the file must be; null takes any
   * @return null if the recipe begins from nothing
   * @throws IOException if the file cannot be read, or is no classifier
   * @throws IllegalArgumentException if it is another file than that of the run that is repeated
   */
  static @Nullable StartingPoint of(@Nullable Path file, @Nullable String sha256)
      throws IOException {
    if (file == null && sha256 == null) {
      return null;
    }
    String hash = file == null ? null : ContentHash.of(file);
    if (file == null || hash == null || (sha256 != null && !sha256.equals(hash))) {
      throw new IllegalArgumentException(
          "The recipe began with the model of the SHA-256 %s; name its file (--from). Received: %s"
              .formatted(sha256, file == null ? "no file" : file + ", of the SHA-256 " + hash));
    }
    return new StartingPoint(file, hash, Classifier.open(file));
  }

  /**
   * Gives a model these weights. Of the last layer only the parts of classes that both know, if
   * there are any; those of new classes stay as they are.
   *
   * @param labels the classes of the model
   * @return what came of it, in a sentence
   * @throws IllegalArgumentException if another layer does not fit; the model is then as it was
   */
  String into(Model model, List<String> labels) {
    Map<String, Tensor> weights = new LinkedHashMap<>(model.getWeights());
    String last = last(weights);
    boolean same = classifier.labels().equals(labels);
    for (Map.Entry<String, Tensor> each : weights.entrySet()) {
      Tensor known = classifier.weights().get(each.getKey());
      Tensor own = each.getValue();
      boolean fits = known != null && known.shape().equals(own.shape());
      boolean ofClasses = layer(each.getKey()).equals(last);
      if (known != null && ofClasses && !same) {
        takeColumns(known, own, labels);
      } else if (known != null && fits) {
        each.setValue(known);
      } else if (!ofClasses) {
        throw new IllegalArgumentException(
            "The model %s has no weights %s of the shape %s to begin with, but %s. Train by its own recipe, with its size of pictures (--recipe %s)."
                .formatted(
                    file,
                    each.getKey(),
                    own.shape(),
                    known == null ? "none of that name" : "of the shape " + known.shape(),
                    file));
      }
    }
    model.setWeights(weights);
    return "Begins with %s%s.".formatted(file, same ? "" : difference(labels));
  }

  /** How these classes differ from the classifier's, behind its name. */
  private String difference(List<String> labels) {
    List<String> added =
        labels.stream().filter(label -> !classifier.labels().contains(label)).toList();
    return added.isEmpty()
        ? ", which knows more classes"
        : ", to which these classes are new: " + String.join(", ", added);
  }

  /** Of each class that is known, its column; where a class has none of its own, nothing. */
  private void takeColumns(Tensor known, Tensor own, List<String> labels) {
    List<String> theirs = classifier.labels();
    if (columns(known) != theirs.size() || columns(own) != labels.size()) {
      return; // Two classes are told apart by one output.
    }
    int rows = own.data().length / labels.size();
    if (known.data().length != rows * theirs.size()) {
      return;
    }
    for (int column = 0; column < labels.size(); column++) {
      int place = theirs.indexOf(labels.get(column));
      for (int row = 0; row < rows && place >= 0; row++) {
        own.data()[row * labels.size() + column] = known.data()[row * theirs.size() + place];
      }
    }
  }

  private static int columns(Tensor weights) {
    return weights.shape().size(weights.shape().rank() - 1);
  }

  private static String last(Map<String, Tensor> weights) {
    String last = "";
    for (String name : weights.keySet()) {
      last = layer(name);
    }
    return last;
  }

  private static String layer(String weight) {
    return weight.substring(0, Math.max(0, weight.lastIndexOf('/')));
  }
}
