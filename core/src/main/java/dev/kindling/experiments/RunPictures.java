package dev.kindling.experiments;

import dev.kindling.data.DataFolderException;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.LabelledFile;
import dev.kindling.data.Part;
import dev.kindling.data.Pictures;
import dev.kindling.data.SkippedFile;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a run, read: those to train on, and those to measure by.
 *
 * @param labels the names of the classes
 * @param training has a picture of each class
 * @param validation may be empty
 */
record RunPictures(List<String> labels, Pictures training, Pictures validation) {

  /**
   * Reads both parts of a folder, and tells the listener what is left out.
   *
   * @param goingOn called now and then; throws to end the reading
   * @throws DataFolderException if none of the training pictures of a class can be read
   */
  static RunPictures load(
      ImageFolder folder,
      Preprocessing preprocessing,
      RunOptions options,
      TrainingListener listener,
      Runnable goingOn)
      throws DataFolderException {
    return load(folder, preprocessing, options, listener, goingOn, content -> false);
  }

  /**
   * The same, where pictures that are known by the hashes of their files are not decoded until they
   * are asked for.
   */
  static RunPictures load(
      ImageFolder folder,
      Preprocessing preprocessing,
      RunOptions options,
      TrainingListener listener,
      Runnable goingOn,
      Predicate<String> known)
      throws DataFolderException {
    return load(
        folder.labels(),
        folder.files(Part.TRAIN),
        folder.files(Part.VALIDATION),
        preprocessing,
        options,
        listener,
        goingOn,
        known);
  }

  /** The same, of some of the files of a folder. */
  static RunPictures load(
      List<String> labels,
      List<LabelledFile> training,
      List<LabelledFile> validation,
      Preprocessing preprocessing,
      RunOptions options,
      TrainingListener listener,
      Runnable goingOn,
      Predicate<String> known)
      throws DataFolderException {
    int all = training.size() + validation.size();
    RunPictures pictures =
        new RunPictures(
            labels,
            load(training, labels, 0, all, preprocessing, options, listener, goingOn, known),
            load(
                validation,
                labels,
                training.size(),
                all,
                preprocessing,
                options,
                listener,
                goingOn,
                known));
    pictures.training().requireEachClass();
    if (pictures.validation().size() == 0) {
      listener.notice(
          "There are no validation pictures: how the classifier does on new ones is not measured.");
    }
    return pictures;
  }

  private static Pictures load(
      List<LabelledFile> files,
      List<String> labels,
      int before,
      int all,
      Preprocessing preprocessing,
      RunOptions options,
      TrainingListener listener,
      Runnable goingOn,
      Predicate<String> known) {
    Pictures pictures =
        Pictures.load(
            files,
            labels,
            preprocessing.imageSize(),
            preprocessing.interpolation(),
            preprocessing.decode(),
            options.engine().threads(),
            Math.max(0, options.memoryBytes() - before * preprocessing.imageSize().pixels() * 3),
            known,
            read -> {
              goingOn.run();
              listener.reading(before + read, all);
            });
    pictures.skipped().forEach(listener::skipped);
    return pictures;
  }

  /** The class of each picture, by its place among the labels. */
  int[] classes(Pictures pictures) {
    return pictures.files().stream().map(LabelledFile::label).mapToInt(labels::indexOf).toArray();
  }

  /** How a classifier does on the validation pictures; null without any. */
  @Nullable Figures measure(Classifier classifier, RunOptions options, TrainingListener listener) {
    if (validation.size() == 0) {
      return null;
    }
    try (Scoring scoring = new Scoring(classifier, options.engine())) {
      return Measurement.of(
              scoring,
              classes(validation),
              validation::load,
              done -> listener.validating(done, validation.size()),
              (index, trouble) -> {
                throw new UncheckedIOException(trouble);
              })
          .figures();
    }
  }

  /** What a classifier's file says of these. */
  DataFacts facts() {
    return DataFacts.of(training, validation);
  }

  /** The files that were left out. */
  List<SkippedFile> skipped() {
    return Stream.concat(training.skipped().stream(), validation.skipped().stream()).toList();
  }
}
