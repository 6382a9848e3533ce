package dev.kindling.experiments;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.InferenceProgram;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A classifier at work: pictures in, scores out. Always the same network for the same number of
 * pictures at once, whatever is asked, so that a picture's scores depend on nothing but the
 * picture: not on those beside it, nor on whether it is predicted, evaluated or used for
 * validation.
 *
 * <p>It holds native memory until it is {@linkplain #close() closed}. Threads may share it; they
 * take turns.
 */
public final class Scoring implements AutoCloseable {

  /** Pictures computed at once, when they are small: more gain nothing, fewer cost much. */
  private static final int MOST_PICTURES = 16;

  /** Pixels computed at once: what bounds the memory of large pictures. */
  private static final long MOST_PIXELS = 1 << 20;

  private final Classifier classifier;
  private final EngineOptions options;
  private final InferenceProgram program;
  private final byte[] pixels;

  /** Compiles a classifier's network. */
  public Scoring(Classifier classifier, EngineOptions options) {
    this.classifier = classifier;
    this.options = options;
    long size = classifier.preprocessing().imageSize().pixels();
    int batch = (int) Math.max(1, Math.min(MOST_PICTURES, MOST_PIXELS / size));
    ClassifierGraph graph = classifier.graph();
    program =
        InferenceProgram.compile(
            graph.scoring(), graph.parameters(classifier.weights()), batch, options);
    pixels = new byte[Math.toIntExact(batch * size * 3)];
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

  /** How many pictures are computed at once. */
  public int batchSize() {
    return program.batchSize();
  }

  /**
   * The scores of pictures, {@code [picture][class]}; each row makes 1.
   *
   * @param pictures RGB, of any size
   */
  public float[][] scores(List<Image> pictures) {
    float[][] scores = new float[pictures.size()][];
    for (int from = 0; from < pictures.size(); from += batchSize()) {
      List<Image> batch =
          pictures.subList(from, Math.min(from + batchSize(), pictures.size())).stream()
              .map(classifier.preprocessing()::resize)
              .toList();
      Outputs outputs = run(batch);
      for (int row = 0; row < batch.size(); row++) {
        scores[from + row] = outputs.scores(row);
      }
    }
    return scores;
  }

  /** The scores of the pictures in files, which are read ahead by as many threads as compute. */
  public void scores(List<Path> files, FileListener listener) {
    Preprocessing preprocessing = classifier.preprocessing();
    ReadAhead.Loader loader =
        index -> preprocessing.resize(ImageReader.read(files.get(index), preprocessing.decode()));
    try (ReadAhead pictures = new ReadAhead(files.size(), loader, options.threads())) {
      for (int from = 0; from < files.size(); from += batchSize()) {
        List<Path> batch = files.subList(from, Math.min(from + batchSize(), files.size()));
        List<ReadAhead.Loaded> loaded = batch.stream().map(file -> pictures.next()).toList();
        Outputs outputs = run(loaded.stream().flatMap(ReadAhead.Loaded::images).toList());
        int row = 0;
        for (int i = 0; i < batch.size(); i++) {
          IOException failure = loaded.get(i).failure();
          if (failure == null) {
            listener.scored(batch.get(i), outputs.scores(row++));
          } else {
            listener.failed(batch.get(i), failure);
          }
        }
      }
    }
  }

  /** How many threads compute, and read pictures. */
  int threads() {
    return options.threads();
  }

  /**
   * Computes one batch.
   *
   * @param pictures resized, at most {@link #batchSize()}
   */
  synchronized Outputs run(List<Image> pictures) {
    int filled = 0;
    for (Image picture : pictures) {
      if (picture.channels() != 3) {
        throw new IllegalArgumentException("A classifier takes RGB pictures. Received: " + picture);
      }
      System.arraycopy(picture.data(), 0, pixels, filled, picture.data().length);
      filled += picture.data().length;
    }
    program.feed(0, pixels);
    program.run();
    ClassifierGraph graph = classifier.graph();
    Outputs outputs = new Outputs(pictures.size(), graph.classes(), graph.logitColumns());
    program.fetch(0, outputs.scores);
    program.fetch(1, outputs.logits);
    return outputs;
  }

  @Override
  public synchronized void close() {
    program.close();
  }

  /** What the network gave for a batch, row-major. */
  static final class Outputs {
    final float[] scores;
    final float[] logits;
    private final int classes;

    Outputs(int rows, int classes, int logitColumns) {
      this.classes = classes;
      scores = new float[rows * classes];
      logits = new float[rows * logitColumns];
    }

    float[] scores(int row) {
      return Arrays.copyOfRange(scores, row * classes, (row + 1) * classes);
    }
  }
}
