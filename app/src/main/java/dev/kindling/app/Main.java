package dev.kindling.app;

/** The entry point of the {@code kindling} program. */
public final class Main {

  private Main() {}

  /** Runs the program with the given command line. */
  public static void main(String[] arguments) {
    System.exit(arguments.length == 0 ? 0 : 2);
  }
}
