package dev.kindling;

import dev.kindling.data.Part;
import dev.kindling.engine.EngineOptions;
import dev.kindling.experiments.AutoRecipe;
import dev.kindling.experiments.Classifier;
import dev.kindling.experiments.Evaluation;
import dev.kindling.experiments.ReadingListener;
import dev.kindling.experiments.RunOptions;
import dev.kindling.experiments.Scoring;
import dev.kindling.experiments.TrainingListener;
import dev.kindling.experiments.TrainingRecipe;
import dev.kindling.experiments.TrainingResult;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A trained classifier, ready to say what is in a picture.
 *
 * <pre>{@code
 * try (ImageClassifier classifier = ImageClassifier.train(Path.of("pictures"))) {
 *   classifier.save(Path.of("cats-and-dogs.onnx"));
 * }
 * try (ImageClassifier classifier = ImageClassifier.load(Path.of("cats-and-dogs.onnx"))) {
 *   Prediction prediction = classifier.predict(Path.of("unknown.jpg"));
 *   System.out.println(prediction.label() + " " + prediction.score());
 * }
 * }</pre>
 *
 * <p>Pictures may be of any size; they are prepared as in training. A picture's scores depend on
 * nothing but the picture. It holds native memory until it is {@linkplain #close() closed}. Threads
 * may share it: as many as the machine has cores compute at once, each its own picture.
 */
public final class ImageClassifier implements AutoCloseable {

  /** Beyond every picture that is read from a file. */
  private static final int MOST_BYTES = 1 << 29;

  private final Scoring scoring;

  private ImageClassifier(Scoring scoring) {
    this.scoring = scoring;
  }

  /**
   * Opens a classifier's file, to compute as {@link EngineOptions#defaults()} says.
   *
   * @throws IOException if the file cannot be read or holds no classifier; the message names it
   */
  public static ImageClassifier load(Path file) throws IOException {
    return load(file, EngineOptions.defaults());
  }

  /**
   * Opens a classifier's file.
   *
   * @throws IOException if the file cannot be read or holds no classifier; the message names it
   */
  public static ImageClassifier load(Path file, EngineOptions options) throws IOException {
    return of(Classifier.open(file), options);
  }

  /** Makes a classifier ready, as it comes from training. */
  public static ImageClassifier of(Classifier classifier, EngineOptions options) {
    return new ImageClassifier(new Scoring(classifier, options));
  }

  /**
   * Trains a classifier on a folder of pictures, in five minutes at most: {@link AutoRecipe} finds
   * out what suits them.
   *
   * @param data class folders, by themselves or in {@code train} and {@code validation}
   * @throws IOException if the folder has fewer than two classes with pictures, or cannot be read;
   *     or if the weights of pretrained networks are not here and cannot be fetched
   */
  public static ImageClassifier train(Path data) throws IOException {
    return train(data, new AutoRecipe());
  }

  /**
   * Trains a classifier on a folder of pictures by a recipe. For progress, precision and a way to
   * stop, use {@link TrainingRecipe#on}.
   *
   * @param data class folders, by themselves or in {@code train} and {@code validation}
   * @throws IOException if the folder has fewer than two classes with pictures, or cannot be read
   */
  public static ImageClassifier train(Path data, TrainingRecipe recipe) throws IOException {
    RunOptions options = RunOptions.defaults();
    TrainingResult result = recipe.on(data, options, new TrainingListener() {}).run();
    return of(result.classifier(), options.engine());
  }

  /**
   * Measures the classifier on a folder of pictures: on its test part if there is one, else on its
   * validation part.
   *
   * @throws IOException if there are no pictures of the classifier's classes, or the folder cannot
   *     be read
   */
  public Evaluation evaluate(Path data) throws IOException {
    return Evaluation.of(scoring, data, null, new ReadingListener() {});
  }

  /**
   * Measures the classifier on a part of a folder of pictures.
   *
   * @throws IOException if there are no pictures of the classifier's classes, or the folder cannot
   *     be read
   */
  public Evaluation evaluate(Path data, Part part, ReadingListener listener) throws IOException {
    return Evaluation.of(scoring, data, part, listener);
  }

  /** The names of the classes. */
  public List<String> labels() {
    return classifier().labels();
  }

  /** What the classifier is made of, and where it came from. */
  public Classifier classifier() {
    return scoring.classifier();
  }

  /**
   * What the picture in a file is taken for.
   *
   * @throws dev.kindling.image.UnreadableImageException if the file is not a whole picture of a
   *     known format
   * @throws IOException if it cannot be read
   */
  public Prediction predict(Path picture) throws IOException {
    return predict(ImageReader.read(picture, classifier().preprocessing().decode()));
  }

  /**
   * What the pictures in files are taken for, in the order of the files.
   *
   * @throws IOException if one of them is no picture or cannot be read: the first of these
   */
  public List<Prediction> predict(List<Path> pictures) throws IOException {
    List<FilePrediction> all = new ArrayList<>();
    predict(pictures, all::add);
    List<Prediction> predictions = new ArrayList<>();
    for (FilePrediction one : all) {
      predictions.add(one.get());
    }
    return predictions;
  }

  /**
   * Tells what the pictures in files are taken for, in the order of the files, as soon as a batch
   * of them is done. Files are read ahead by several threads; one that is no picture ends nothing.
   */
  public void predict(List<Path> pictures, Consumer<FilePrediction> each) {
    scoring.scores(
        pictures,
        new Scoring.FileListener() {
          @Override
          public void scored(Path file, float[] scores) {
            each.accept(new FilePrediction(file, prediction(scores), null));
          }

          @Override
          public void failed(Path file, IOException trouble) {
            each.accept(new FilePrediction(file, null, trouble));
          }
        });
  }

  /**
   * What the picture that a stream gives is taken for. The stream is read to its end and not
   * closed.
   *
   * @throws dev.kindling.image.UnreadableImageException if it is not a whole picture of a known
   *     format
   * @throws IOException if it cannot be read
   */
  public Prediction predict(InputStream picture) throws IOException {
    byte[] content = picture.readNBytes(MOST_BYTES);
    return predict(
        ImageReader.decode(content, "the picture", classifier().preprocessing().decode()));
  }

  /** What a picture is taken for; its alpha, if it has any, is dropped. */
  public Prediction predict(BufferedImage picture) {
    return predict(BufferedImages.toImage(picture));
  }

  /** What an RGB picture is taken for. */
  public Prediction predict(Image picture) {
    return prediction(scoring.scores(List.of(picture))[0]);
  }

  private Prediction prediction(float[] scores) {
    Map<String, Double> byLabel = new LinkedHashMap<>();
    int greatest = 0;
    for (int i = 0; i < scores.length; i++) {
      byLabel.put(labels().get(i), shortest(scores[i]));
      greatest = scores[i] > scores[greatest] ? i : greatest;
    }
    return new Prediction(labels().get(greatest), shortest(scores[greatest]), byLabel);
  }

  /** 0.1f as 0.1 and not as 0.10000000149. */
  private static double shortest(float score) {
    return Double.parseDouble(Float.toString(score));
  }

  /**
   * Writes the classifier's file, whole or not at all.
   *
   * @throws IOException if that fails; an older file of that name then stays as it was
   */
  public void save(Path file) throws IOException {
    classifier().save(file);
  }

  @Override
  public void close() {
    scoring.close();
  }
}
