package dev.kindling.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: what holds the subcommands together. */
@Command(
    name = "kindling",
    sortOptions = false,
    versionProvider = Versions.class,
    header = "Image classifiers from very little data, on an ordinary CPU.",
    customSynopsis = "kindling COMMAND [OPTIONS]",
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      PreviewCommand.class,
      SummaryCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      FeaturesCommand.class,
      FindRateCommand.class,
      WeightsCommand.class,
      CacheCommand.class
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nStart here:%n",
    footer = {
      "  kindling demo                        draws leaves, learns to tell them apart",
      "  kindling train PICTURES              one folder of pictures a class in there",
      "  kindling predict model.onnx NEW.jpg",
      "",
      "Exit status: 0 done; 1 it failed, or a row of `predict` is an error;",
      "2 the command line is wrong; 130 ended by Ctrl-C."
    })
final class Kindling implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the versions of Kindling and Java.")
  boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  /**
   * Runs a command line.
   *
   * @return the exit status
   */
  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    Kindling kindling = new Kindling();
    Failures failures = new Failures(() -> kindling.debug);
    CommandLine line =
        new CommandLine(kindling)
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures);
    try {
      return line.execute(arguments);
    } catch (Error e) {
      return failures.handle(e, line);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? None was given.");
  }
}
