package dev.kindling.experiments;

import dev.kindling.data.DataFolderException;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.LabelledFile;
import dev.kindling.data.Part;
import dev.kindling.data.SkippedFile;
import dev.kindling.image.DecodeOptions;
import dev.kindling.image.ImageReader;
import dev.kindling.metrics.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a classifier did on a part of a folder of pictures.
 *
 * @param part which part
 * @param labels the names of the classes, in the classifier's order
 * @param figures loss and accuracy over all pictures
 * @param confusion how often each class was taken for each, in the order of the labels
 * @param skipped the files that were left out
 */
public record Evaluation(
    Part part,
    List<String> labels,
    Figures figures,
    ConfusionMatrix confusion,
    List<SkippedFile> skipped) {

  /** Copies the lists. */
  public Evaluation {
    labels = List.copyOf(labels);
    skipped = List.copyOf(skipped);
  }

  /**
   * Measures a classifier on a folder of pictures.
   *
   * @param data a folder as {@link ImageFolder} describes it; its classes are found by their names
   * @param part which part; null for the test part if there is one, else the validation part
   * @throws DataFolderException if the part has no pictures of the classifier's classes
   * @throws IOException if the folder is missing or cannot be listed
   */
  public static Evaluation of(
      Scoring scoring, Path data, @Nullable Part part, ReadingListener listener)
      throws IOException {
    List<String> labels = scoring.classifier().labels();
    ImageFolder folder = ImageFolder.open(data);
    folder.notices().forEach(listener::notice);
    Part chosen = part != null ? part : folder.has(Part.TEST) ? Part.TEST : Part.VALIDATION;
    List<LabelledFile> files = known(folder, chosen, labels, listener);
    DecodeOptions decode = scoring.classifier().preprocessing().decode();
    List<SkippedFile> skipped = new ArrayList<>();
    Measurement measurement =
        Measurement.of(
            scoring,
            files.stream().map(LabelledFile::label).mapToInt(labels::indexOf).toArray(),
            index -> ImageReader.read(files.get(index).file(), decode),
            done -> listener.reading(done, files.size()),
            (index, trouble) -> {
              SkippedFile file = SkippedFile.of(files.get(index).file(), trouble);
              skipped.add(file);
              listener.skipped(file);
            });
    if (skipped.size() == files.size()) {
      throw new DataFolderException(
          "Not one file of the %s part of %s is a picture that can be read (%d were left out)."
              .formatted(chosen, data, skipped.size()));
    }
    return new Evaluation(chosen, labels, measurement.figures(), measurement.confusion(), skipped);
  }

  /** The files whose classes the classifier knows; the others are told of. */
  private static List<LabelledFile> known(
      ImageFolder folder, Part part, List<String> labels, ReadingListener listener)
      throws DataFolderException {
    folder
        .counts(part)
        .forEach(
            (label, count) -> {
              if (count > 0 && !labels.contains(label)) {
                listener.notice(
                    "The classifier does not know the class '%s': %d of its files are left out."
                        .formatted(label, count));
              }
            });
    List<LabelledFile> known =
        folder.files(part).stream().filter(file -> labels.contains(file.label())).toList();
    if (known.isEmpty()) {
      throw new DataFolderException(
          "The %s part of %s has no pictures of the classes that the classifier knows: %s"
              .formatted(part, folder.folder(), labels));
    }
    return known;
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
