package dev.kindling.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The states of one training as they are written, each in the place of the one before. */
final class Checkpoints {

  private static final String FILE = "training.safetensors";

  private final Checkpoint checkpoint;
  private final Map<String, String> facts;
  private final Path file;
  private long written = System.nanoTime();

  Checkpoints(Checkpoint checkpoint, Map<String, String> facts) {
    this.checkpoint = checkpoint;
    this.facts = facts;
    this.file = checkpoint.folder().resolve(FILE);
  }

  /** The state to go on from; null to begin. */
  @Nullable TrainingState begin() {
    try {
      Files.createDirectories(checkpoint.folder());
      deleteUnfinished();
      if (!Files.exists(file)) {
        return null;
      }
      if (!checkpoint.resume()) {
        throw new IllegalArgumentException(
            "The folder %s holds the state of a training: resume that one, name another folder, or delete %s"
                .formatted(checkpoint.folder(), file));
      }
      return TrainingStateFile.read(file, facts);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** What a process that was killed while it wrote has left behind. */
  private void deleteUnfinished() throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(checkpoint.folder(), FILE + ".*.part")) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    }
  }

  /** Whether the last one was written long enough ago. */
  boolean isDue() {
    return System.nanoTime() - written >= checkpoint.every().toNanos();
  }

  void write(TrainingState state) {
    try {
      TrainingStateFile.write(file, state, facts);
      written = System.nanoTime();
    } catch (IOException e) {
      String before =
          Files.exists(file)
              ? ". The checkpoint before it is whole: once there is room, the training can be resumed from it."
              : "";
      throw new UncheckedIOException(new IOException(e.getMessage() + before, e));
    }
  }
}
