package dev.kindling.bench;

/** The entry point of the benchmarks. */
public final class Main {

  private Main() {}

  /** Runs the program with the given command line. */
  public static void main(String[] arguments) {
    System.exit(arguments.length == 0 ? 0 : 2);
  }
}
