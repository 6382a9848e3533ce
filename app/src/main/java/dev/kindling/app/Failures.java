package dev.kindling.app;

import dev.kindling.engine.EngineException;
import dev.kindling.models.DivergedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What people see when something goes wrong: one line that names the trouble, and an exit status. 2
 * if the command line alone shows that it is wrong, else 1. The stack trace only if asked for.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  /** What is thrown with a message for people. */
  private static final List<Class<? extends Throwable>> EXPLAINED =
      List.of(
          IOException.class,
          IllegalArgumentException.class,
          CancellationException.class,
          DivergedException.class,
          EngineException.class);

  private final BooleanSupplier debug;

  Failures(BooleanSupplier debug) {
    this.debug = debug;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try '" + name + " --help'.");
    trace(wrong, err);
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    return handle(failure, command);
  }

  /** Says what ended a command, whatever it was. */
  int handle(Throwable failure, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + explain(failure));
    trace(failure, err);
    return CommandLine.ExitCode.SOFTWARE;
  }

  private void trace(Throwable failure, PrintWriter err) {
    if (debug.getAsBoolean()) {
      failure.printStackTrace(err);
    }
  }

  /** One sentence. The messages of file errors are often the bare name of the file. */
  static String explain(Throwable failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (failure instanceof NotDirectoryException file) {
      return file.getFile() + " is not a folder";
    }
    if (failure instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (failure instanceof FileSystemException trouble && trouble.getReason() != null) {
      return trouble.getFile() + ": " + trouble.getReason();
    }
    if (failure instanceof OutOfMemoryError) {
      return "the memory that Java may use is full; KINDLING_JAVA_OPTS=-Xmx4g gives it 4 GB";
    }
    if (failure instanceof LinkageError) {
      return "a library that the engine needs cannot be loaded: " + failure.getMessage();
    }
    if (failure instanceof UncheckedIOException
        && failure.getCause() instanceof IOException cause) {
      return explain(cause);
    }
    String message = failure.getMessage();
    boolean explained = EXPLAINED.stream().anyMatch(kind -> kind.isInstance(failure));
    return explained && message != null
        ? message
        : "unexpected: " + failure + " (--debug shows where)";
  }
}
