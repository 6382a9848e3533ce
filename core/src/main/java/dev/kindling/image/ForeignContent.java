package dev.kindling.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** What a file holds that is no picture we read, in words that help to see what happened to it. */
final class ForeignContent {

  /** As much as is looked at. */
  private static final int START = 512;

  /** As much as is quoted. */
  private static final int QUOTED = 24;

  private static final int QUOTED_BYTES = 8;

  /** Pictures of other formats, by how they begin; one character for each byte. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "\u00ff\n", "JPEG XL",
          "\0\0\0\fJXL ", "JPEG XL",
          "\0\0\0\fjP  ", "JPEG 2000",
          "\u00ffO\u00ffQ", "JPEG 2000",
          "8BPS", "Photoshop's format",
          "<svg", "SVG",
          "II+\0", "BigTIFF",
          "MM\0+", "BigTIFF");

  /** Where the brands of a container stand. */
  private static final int BRANDS = 64;

  private ForeignContent() {}

  /** Why a file is refused that is no picture of a format that we read. */
  static BrokenPictureException refusal(byte[] content) {
    String brand = brand(content);
    for (Map.Entry<String, String> other : OTHERS.entrySet()) {
      if (start(content).startsWith(other.getKey())) {
        brand = other.getValue();
      }
    }
    if (!brand.isEmpty()) {
      return new BrokenPictureException(
          "is a picture in %s, which is not read: save it as JPEG or PNG first".formatted(brand));
    }
    return new BrokenPictureException(
        "is not a JPEG, PNG, GIF, BMP, WebP or TIFF picture: it " + describe(content));
  }

  /** HEIC and AVIF are one kind of container, whose first box names the brands. */
  private static String brand(byte[] content) {
    String start = start(content);
    if (!start.startsWith("ftyp", 4)) {
      return "";
    }
    if (start.contains("avif") || start.contains("avis")) {
      return "AVIF";
    }
    boolean heic = start.contains("heic") || start.contains("heix") || start.contains("mif1");
    return heic || start.contains("hevc") || start.contains("msf1")
        ? "HEIC (an iPhone's format)"
        : "";
  }

  private static String start(byte[] content) {
    return new String(content, 0, Math.min(content.length, BRANDS), StandardCharsets.ISO_8859_1);
  }

  /** Continues "it": {@code is a web page}, {@code begins with the text "Dear"}. */
  private static String describe(byte[] content) {
    byte[] start = Arrays.copyOf(content, Math.min(content.length, START));
    String latin = new String(start, StandardCharsets.ISO_8859_1);
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
