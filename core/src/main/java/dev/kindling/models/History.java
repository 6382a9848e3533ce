package dev.kindling.models;

import java.util.List;
import java.util.TreeSet;

/**
 * What a training gave, epoch by epoch. Keras: {@code History}.
 *
 * @param epochs the whole epochs, in order
 * @param stopped whether it was stopped before its last epoch was done
 */
public record History(List<Epoch> epochs, boolean stopped) {

  /** Copies the list. */
  public History {
    epochs = List.copyOf(epochs);
  }

  /**
   * One score of all epochs that have it, under Keras's name: {@code loss}, {@code accuracy},
   * {@code val_loss}, {@code val_accuracy}, or {@code learning_rate} where a callback sets that.
   *
   * @throws IllegalStateException if no epoch has such a score
   */
  public double[] get(String name) {
    double[] scores =
        epochs.stream()
            .filter(epoch -> epoch.logs().containsKey(name))
            .mapToDouble(epoch -> epoch.logs().get(name))
            .toArray();
    if (scores.length == 0 && !epochs.isEmpty()) {
      TreeSet<String> names = new TreeSet<>();
      epochs.forEach(epoch -> names.addAll(epoch.logs().keySet()));
      throw new IllegalStateException(
          "There is no score '%s' (those that begin with val_ need validation data). There are: %s"
              .formatted(name, names));
    }
    return scores;
  }
}
