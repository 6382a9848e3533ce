package dev.kindling.app;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where a command writes: its result to one, all else to the other.
 *
 * @param out standard output
 * @param err standard error
 * @param columns the width of the terminal that standard error is; 0 if it is none
 */
record Console(PrintWriter out, PrintWriter err, int columns) {

  /** The console of the command that runs. The launcher knows the width, Java does not. */
  static Console of(CommandSpec spec) {
    return new Console(
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        Integer.getInteger("kindling.columns", 0));
  }

  /**
   * A value made of the options; what it refuses is wrong use.
   *
   * @throws ParameterException if the value throws {@code IllegalArgumentException}
   */
  static <T> T fromOptions(CommandSpec spec, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
