package dev.kindling.app;

import dev.kindling.data.SkippedFile;
import dev.kindling.experiments.ReadingListener;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * The reading of pictures as it goes on, for people: a bar on a terminal, a line for each file left
 * out and for whatever else they should know.
 */
class ReadingReport implements ReadingListener {

  private final PrintWriter err;
  private final int columns;
  private final String task;
  private @Nullable Progress bar;

  /**
   * A report on a console.
   *
   * @param task what is done, in a word
   */
  ReadingReport(Console console, String task) {
    this.err = console.err();
    this.columns = console.columns();
    this.task = task;
  }

  @Override
  public final void notice(String sentence) {
    say(sentence);
  }

  @Override
  public final void skipped(SkippedFile file) {
    say("Left out: " + file.file() + " " + file.reason());
  }

  @Override
  public final void reading(int pictures, int of) {
    advance(task, pictures, of, "");
  }

  /** So many steps of a task are done; the first begins its bar, the last takes it away. */
  final void advance(String task, int done, int of, String note) {
    if (bar == null) {
      bar = Progress.begin(err, columns, task, of);
    }
    bar.at(done, note);
    if (done == of) {
      clear();
    }
  }

  /** A line of its own, above the bar. */
  final void say(String line) {
    err.println((columns > 0 ? Progress.CLEAR_LINE : "") + line);
  }

  /** Takes away the bar, if there is one. */
  final void clear() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
