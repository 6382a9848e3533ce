package dev.kindling.models;

import java.util.List;

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
   * One score of all epochs, under Keras's name: {@code loss}, {@code accuracy}, {@code val_loss},
   * {@code val_accuracy}.
   *
   * @throws IllegalStateException if there is no such score
   */
  public double[] get(String name) {
    return epochs.stream().mapToDouble(epoch -> score(epoch, name)).toArray();
  }

  private static double score(Epoch epoch, String name) {
    boolean validation = name.startsWith("val_");
    Scores scores = validation ? epoch.validation() : epoch.training();
    if (scores == null) {
      throw new IllegalStateException(
          "There is no score '" + name + "': the model was trained without validation data.");
    }
    String plain = validation ? name.substring("val_".length()) : name;
    return plain.equals("loss") ? scores.loss() : scores.metric(plain);
  }
}
