package dev.kindling.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.InflaterInputStream;

/**
 * EXIF data as text, as ImageMagick kept it in PNG files before there was a part of its own for it:
 * an empty line, a line with a name and one with a length, and lines of hexadecimal digits.
 */
final class RawProfile {

  private static final String KEYWORD = "Raw profile type exif\0";

  /** As much text as is looked at: twice the longest EXIF data of a JPEG, and its lines. */
  private static final int LONGEST = 1 << 18;

  private static final byte[] NOTHING = {};

  private RawProfile() {}

  /**
   * The EXIF data in a text of a PNG file.
   *
   * @param compressed whether a method of compression and compressed text follow the keyword
   * @return nothing if it is some other text, or damaged
   */
  static byte[] exif(ByteCursor text, boolean compressed) throws BrokenPictureException {
    if (text.remaining() <= KEYWORD.length()
        || !new String(text.bytes(KEYWORD.length()), StandardCharsets.ISO_8859_1).equals(KEYWORD)) {
      return NOTHING;
    }
    text.skip(compressed ? 1 : 0);
    byte[] body = text.bytes(text.remaining());
    try {
      String lines = new String(compressed ? inflate(body) : body, StandardCharsets.ISO_8859_1);
      String digits = lines.lines().skip(3).reduce("", String::concat).strip();
      return HexFormat.of().parseHex(digits);
    } catch (IOException | IllegalArgumentException e) {
      return NOTHING; // A picture is worth reading without its EXIF data.
    }
  }

  private static byte[] inflate(byte[] compressed) throws IOException {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
      return in.readNBytes(LONGEST);
    }
  }
}
