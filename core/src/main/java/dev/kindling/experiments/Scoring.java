package dev.kindling.experiments;

import dev.kindling.engine.EngineOptions;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A classifier at work: pictures in, scores out. A picture's scores depend on nothing but the
 * picture: not on those beside it, nor on whether it is predicted, evaluated or used for
 * validation.
 *
 * <p>It holds native memory until it is {@linkplain #close() closed}. Threads may share it; each
 * computes its own picture.
 */
public final class Scoring implements AutoCloseable {

  private final Classifier classifier;
  private final PictureNetwork network;

  /** Compiles a classifier's network. */
  public Scoring(Classifier classifier, EngineOptions options) {
    this.classifier = classifier;
    ClassifierGraph graph = classifier.graph();
    network = new PictureNetwork(graph.scoring(), graph.parameters(classifier.weights()), options);
  }

  /** Hears the scores of files, in the order of the files. */
  public interface FileListener {

    /** A file's scores, in the order of the classifier's labels. */
    void scored(Path file, float[] scores);

    /** A file that is no picture, or cannot be read. */
    void failed(Path file, IOException trouble);
  }

  /** The classifier that works here. */
  public Classifier classifier() {
    return classifier;
  }

  /** How many threads compute at once. */
  int threads() {
    return network.copies();
  }

  /** How long a picture takes, reading not included: tried with blank ones. */
  double secondsOfPicture() {
    return network.secondsOfPicture(classifier.preprocessing().imageSize());
  }

  /**
   * The scores of pictures, {@code [picture][class]}; each row makes 1.
   *
   * @param pictures RGB, of any size
   */
  public float[][] scores(List<Image> pictures) {
    return IntStream.range(0, pictures.size())
        .parallel()
        .mapToObj(i -> outputs(pictures.get(i)).scores)
        .toArray(float[][]::new);
  }

  /** The scores of the pictures in files, which are read by as many threads as compute. */
  public void scores(List<Path> files, FileListener listener) {
    ReadAhead.Loader<float[]> loader =
        index ->
            outputs(ImageReader.read(files.get(index), classifier.preprocessing().decode())).scores;
    try (ReadAhead<float[]> scores = new ReadAhead<>(files.size(), loader, threads())) {
      for (Path file : files) {
        try {
          listener.scored(file, scores.next());
        } catch (IOException e) {
          listener.failed(file, e);
        }
      }
    }
  }

  /**
   * What the network gives for a picture.
   *
   * @param picture RGB, of any size
   */
  Outputs outputs(Image picture) {
    float[][] outputs = network.of(classifier.preprocessing().resize(picture));
    return new Outputs(outputs[0], outputs[1]);
  }

  /** What the network gives for a picture: a score for each class, and the logits behind them. */
  @SuppressWarnings("ArrayRecordComponent")
  record Outputs(float[] scores, float[] logits) {}

  @Override
  public void close() {
    network.close();
  }
}
