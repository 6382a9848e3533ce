package dev.kindling.app;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar with the time left, for someone who looks at a terminal. Where nobody looks there
 * is none, and nothing is printed.
 */
final class Progress implements AutoCloseable {

  /** What takes away the line that the cursor stands in. */
  static final String CLEAR_LINE = "\r\u001B[K";

  private static final int MAX_COLUMNS = 120;
  private static final int UPDATE_MILLIS = 200;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Begins a bar.
   *
   * @param columns the width of the terminal; 0 if standard error is none
   * @param task what is done, in a few words
   * @param steps how many steps it takes
   */
  static Progress begin(PrintWriter err, int columns, String task, long steps) {
    if (columns == 0) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setConsumer(new Line(err, Math.min(columns, MAX_COLUMNS)))
            .clearDisplayOnFinish()
            .build());
  }

  /** So many steps are done; the note stands behind the bar. */
  void at(long steps, String note) {
    if (bar != null) {
      bar.stepTo(steps);
      bar.setExtraMessage(" " + note);
    }
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  /** One line of a terminal, written over and over. */
  private record Line(PrintWriter err, int columns) implements ProgressBarConsumer {

    @Override
    public int getMaxRenderedLength() {
      return columns - 1;
    }

    @Override
    public void accept(String rendered) {
      err.print("\r" + rendered);
      err.flush();
    }

    @Override
    public void clear() {
      err.print(CLEAR_LINE);
      err.flush();
    }

    @Override
    public void close() {}
  }
}
