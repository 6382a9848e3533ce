package dev.kindling.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The entry point of the {@code kindling} program. */
public final class Main {

  private Main() {}

  /** Runs the program with the given command line, and ends the process with its exit status. */
  public static void main(String[] arguments) {
    // The same figures and the same bytes wherever it runs.
    Locale.setDefault(Locale.ROOT);
    System.setProperty("java.awt.headless", "true");
    // Warnings of the library: one line each, without the time of day.
    System.setProperty("java.util.logging.SimpleFormatter.format", "kindling: %5$s%n");
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int status = Kindling.execute(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(status);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
