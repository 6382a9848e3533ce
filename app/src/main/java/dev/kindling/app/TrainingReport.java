package dev.kindling.app;

import dev.kindling.experiments.EpochResult;
import dev.kindling.experiments.Figures;
import dev.kindling.experiments.SkippedPicture;
import dev.kindling.experiments.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run as it goes on, for people: bars on a terminal, and a line for each epoch, for each file
 * left out, and for whatever else they should know.
 */
final class TrainingReport implements TrainingListener, AutoCloseable {

  private final PrintWriter err;
  private final int columns;
  private @Nullable Progress bar;
  private int epoch;
  private int epochs;
  private long epochBegan;
  private double secondsSoFar;

  TrainingReport(Console console) {
    this.err = console.err();
    this.columns = console.columns();
  }

  @Override
  public void notice(String sentence) {
    say(sentence);
  }

  @Override
  public void skipped(SkippedPicture picture) {
    say("left out: " + picture.file() + " " + picture.reason());
  }

  @Override
  public void reading(int pictures, int of) {
    if (bar == null) {
      bar = Progress.begin(err, columns, "Reading", of);
    }
    bar.at(pictures, "pictures");
    if (pictures == of) {
      close();
    }
  }

  @Override
  public void epochBegins(int epoch, int epochs, int steps) {
    close();
    this.epoch = epoch;
    this.epochs = epochs;
    epochBegan = System.nanoTime();
    bar = Progress.begin(err, columns, "Epoch " + epoch + "/" + epochs, steps);
  }

  @Override
  public void step(int step, Figures soFar) {
    if (bar != null) {
      double rate = soFar.pictures() / ((System.nanoTime() - epochBegan) / 1e9);
      bar.at(
          step,
          text("%.0f pictures/s  loss %.4f  accuracy %.4f", rate, soFar.loss(), soFar.accuracy()));
    }
  }

  @Override
  public void epochEnds(EpochResult result) {
    close();
    secondsSoFar += result.seconds() + result.validationSeconds();
    Figures training = result.training();
    StringBuilder line = new StringBuilder();
    line.append(
        text(
            "Epoch %d/%d  loss %.4f  accuracy %.4f",
            epoch, epochs, training.loss(), training.accuracy()));
    Figures validation = result.validation();
    if (validation != null) {
      line.append(
          text("  val_loss %.4f  val_accuracy %.4f", validation.loss(), validation.accuracy()));
    }
    line.append(
        text(
            "  %.1f s, %.0f pictures/s", result.seconds(), training.pictures() / result.seconds()));
    if (epoch < epochs) {
      line.append(", ").append(duration(secondsSoFar / epoch * (epochs - epoch))).append(" left");
    }
    err.println(line);
  }

  /** Takes away the bar, if there is one. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** A line of its own, above the bar. */
  private void say(String line) {
    err.println((columns > 0 ? "\r\u001B[K" : "") + line);
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
