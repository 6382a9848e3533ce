package dev.kindling.models;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A folder that keeps the whole state of a training, so that it can go on after a crash and end in
 * the same weights, to the bit, as if there had been none. Keras: {@code BackupAndRestore}; here it
 * holds between any two batches, also for shuffling, augmentation, dropout and the callbacks.
 *
 * <p>The state is written after each epoch, when the training is stopped, and now and then between.
 * It takes the place of the one before only once it is whole and on the disk.
 *
 * <pre>{@code
 * Checkpoint checkpoint = new Checkpoint(Path.of("run")).resume(true);
 * model.fit(train, new FitOptions().epochs(50).checkpoint(checkpoint));
 * }</pre>
 *
 * @param folder made if it is missing; for one training only
 * @param resume whether to go on from what is there; if nothing is, the training begins. Without
 *     it, a folder that holds a state is refused
 * @param every after how long a state is written within an epoch
 * @param facts what must be the same for the training to go on, by name and in words; options of
 *     the training and the optimizer are compared anyhow
 */
public record Checkpoint(Path folder, boolean resume, Duration every, Map<String, String> facts) {

  /** Copies the facts. */
  public Checkpoint {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** The state of a training that begins, written at least once a minute. */
  public Checkpoint(Path folder) {
    this(folder, false, Duration.ofMinutes(1), Map.of());
  }

  /** This checkpoint, to go on from or not. */
  public Checkpoint resume(boolean resume) {
    return new Checkpoint(folder, resume, every, facts);
  }

  /** This checkpoint, written more or less often within an epoch. */
  public Checkpoint every(Duration every) {
    return new Checkpoint(folder, resume, every, facts);
  }

  /** This checkpoint with other facts. */
  public Checkpoint facts(Map<String, String> facts) {
    return new Checkpoint(folder, resume, every, facts);
  }
}
