package dev.kindling.callbacks;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A score that is watched, and when it counts as better. Keras: {@code MonitorCallback}.
 *
 * @param name among the logs, as {@code val_loss}
 * @param minDelta by how much it must be better
 */
record Monitor(String name, Mode mode, double minDelta) {

  private static final Logger LOG = System.getLogger(Monitor.class.getName());
  private static final String VALIDATION = "val_";

  Monitor {
    if (Double.isNaN(minDelta)) {
      throw new IllegalArgumentException("minDelta must be a number. Received: " + minDelta);
    }
    minDelta = Math.abs(minDelta);
  }

  Monitor name(String name) {
    return new Monitor(name, mode, minDelta);
  }

  Monitor mode(Mode mode) {
    return new Monitor(name, mode, minDelta);
  }

  Monitor minDelta(double minDelta) {
    return new Monitor(name, mode, minDelta);
  }

  /**
   * The score in this epoch; null if it was not measured in it.
   *
   * @throws IllegalStateException if there is no score of that name at all
   */
  @Nullable Double of(Map<String, Double> logs) {
    Double score = logs.get(name);
    if (score != null) {
      return score;
    }
    boolean validation = name.startsWith(VALIDATION);
    String plain = validation ? name.substring(VALIDATION.length()) : name;
    if (!logs.containsKey(plain) || !validation) {
      throw new IllegalStateException(
          "There is no score '%s' to watch. There are: %s"
              .formatted(name, new TreeSet<>(logs.keySet())));
    }
    LOG.log(Level.WARNING, "The score {0} was not measured in this epoch.", name);
    return null;
  }

  /** Whether a score is better than another one; than none it is. */
  boolean isBetter(double score, @Nullable Double than) {
    if (than == null) {
      return true;
    }
    return isSmallerBetter() ? score + minDelta < than : score - minDelta > than;
  }

  private boolean isSmallerBetter() {
    return mode == Mode.MIN
        || (mode == Mode.AUTO && (name.equals("loss") || name.endsWith("_loss")));
  }
}
