package dev.kindling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of one of many files: a prediction, or why there is none. */
public final class FilePrediction {

  private final Path file;
  private final @Nullable Prediction prediction;
  private final @Nullable IOException trouble;

  FilePrediction(Path file, @Nullable Prediction prediction, @Nullable IOException trouble) {
    this.file = file;
    this.prediction = prediction;
    this.trouble = trouble;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** What its picture is taken for; empty if it could not be read. */
  public Optional<Prediction> prediction() {
    return Optional.ofNullable(prediction);
  }

  /** Why it could not be read; empty if it was. */
  public Optional<IOException> trouble() {
    return Optional.ofNullable(trouble);
  }

  /**
   * What its picture is taken for.
   *
   * @throws IOException if it could not be read
   */
  public Prediction get() throws IOException {
    if (trouble != null) {
      throw trouble;
    }
    return prediction().orElseThrow();
  }
}
