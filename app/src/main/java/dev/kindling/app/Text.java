package dev.kindling.app;

import picocli.CommandLine.Help.Ansi;

/** Text in columns of a terminal, where a Chinese character takes two. */
final class Text {

  private Text() {}

  /** How many columns a text takes. */
  static int width(String text) {
    return Ansi.OFF.new Text(text).getCJKAdjustedLength();
  }

  /** The text with spaces behind it, so that it takes so many columns. */
  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** The text with spaces before it, so that it takes so many columns. */
  static String padLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - width(text))) + text;
  }
}
