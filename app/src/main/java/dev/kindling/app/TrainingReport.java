package dev.kindling.app;

import dev.kindling.experiments.EpochResult;
import dev.kindling.experiments.Figures;
import dev.kindling.experiments.TrainingListener;
import java.util.Locale;

/** A run as it goes on, for people: bars on a terminal, and a line for each epoch. */
final class TrainingReport extends ReadingReport implements TrainingListener {

  private String task = "";
  private int epoch;
  private int epochs;
  private int steps;
  private long epochBegan;
  private double seconds;

  TrainingReport(Console console) {
    super(console, "Reading");
  }

  @Override
  public void computing(int pictures, int of) {
    advance("Features", pictures, of, "");
  }

  @Override
  public void tuning(int pictures, int of) {
    advance("Fine-tuning", pictures, of, "");
  }

  @Override
  public void epochBegins(int epoch, int epochs, int steps) {
    this.epoch = epoch;
    this.epochs = epochs;
    this.steps = steps;
    this.task = "Epoch " + epoch + "/" + epochs;
    this.epochBegan = System.nanoTime();
  }

  @Override
  public void step(int step, Figures soFar) {
    double rate = soFar.pictures() / ((System.nanoTime() - epochBegan) / 1e9);
    String note =
        text("%.0f pictures/s  loss %.4f  accuracy %.4f", rate, soFar.loss(), soFar.accuracy());
    advance(task, step, steps, note);
  }

  @Override
  public void validating(int pictures, int of) {
    advance("Validation", pictures, of, "");
  }

  @Override
  public void epochEnds(EpochResult result) {
    clear();
    seconds += result.seconds() + result.validationSeconds();
    Figures training = result.training();
    StringBuilder line = new StringBuilder(task);
    line.append(text("  loss %.4f  accuracy %.4f", training.loss(), training.accuracy()));
    Figures validation = result.validation();
    if (validation != null) {
      line.append(
          text("  val_loss %.4f  val_accuracy %.4f", validation.loss(), validation.accuracy()));
    }
    line.append(text("  %.0f pictures/s", training.pictures() / result.seconds()));
    if (epoch < epochs) {
      line.append("  ").append(duration(seconds / epoch * (epochs - epoch))).append(" left");
    }
    say(line.toString());
  }

  /** {@code 42 s}, {@code 3 min}, {@code 2 h 5 min}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 100) {
      return whole + " s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 100 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
