package dev.kindling.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** What a file holds that is no picture we read, in words that help to see what happened to it. */
final class ForeignContent {

  /** As much as is looked at. */
  private static final int START = 512;

  /** As much as is quoted. */
  private static final int QUOTED = 24;

  private static final int QUOTED_BYTES = 8;

  private ForeignContent() {}

  /** Continues "it": {@code is a WebP picture}, {@code begins with the text "Dear"}. */
  static String describe(byte[] content) {
    byte[] start = Arrays.copyOf(content, Math.min(content.length, START));
    String latin = new String(start, StandardCharsets.ISO_8859_1);
    if (latin.startsWith("RIFF") && latin.startsWith("WEBP", 8)) {
      return "is a WebP picture";
    }
    if (latin.startsWith("II*\0") || latin.startsWith("MM\0*")) {
      return "is a TIFF picture";
    }
    if (latin.startsWith("ftypavif", 4)) {
      return "is an AVIF picture";
    }
    if (latin.startsWith("ftyphei", 4) || latin.startsWith("ftypmif1", 4)) {
      return "is a HEIC picture";
    }
    if (latin.startsWith("%PDF")) {
      return "is a PDF document";
    }
    String lower = latin.stripLeading().toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return "is a web page";
    }
    return "begins with " + quote(start);
  }

  private static String quote(byte[] start) {
    String text = new String(start, StandardCharsets.UTF_8).strip();
    if (text.isEmpty() || text.chars().anyMatch(ForeignContent::isBinary)) {
      byte[] quoted = Arrays.copyOf(start, Math.min(start.length, QUOTED_BYTES));
      return "the bytes " + HexFormat.ofDelimiter(" ").formatHex(quoted);
    }
    int[] quoted = text.codePoints().takeWhile(c -> c != '\n' && c != '\r').limit(QUOTED).toArray();
    return "the text \"" + new String(quoted, 0, quoted.length) + '"';
  }

  private static boolean isBinary(int character) {
    return Character.isISOControl(character) && !Character.isWhitespace(character);
  }
}
