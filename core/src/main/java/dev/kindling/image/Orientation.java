package dev.kindling.image;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a stored picture must be turned to stand upright, as cameras note it (EXIF, tag 0x0112; where
 * there is none, XMP's {@code tiff:Orientation}, as Pillow's {@code exif_transpose} does).
 */
enum Orientation {
  /* In the order of EXIF's numbers, 1 to 8. */
  UPRIGHT,
  MIRRORED,
  UPSIDE_DOWN,
  UPSIDE_DOWN_MIRRORED,
  TRANSPOSED,
  LYING_LEFT,
  TRANSVERSED,
  LYING_RIGHT;

  private static final int TAG = 0x0112;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY_LENGTH = 12;

  private static final Pattern XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

  /**
   * The orientation that a file notes.
   *
   * @param exif what {@link #inExif} found
   * @param xmp what {@link #inXmp} found; counts if the other says nothing
   */
  static Orientation of(int exif, int xmp) {
    int number = exif != 0 ? exif : xmp;
    return number >= 1 && number <= 8 ? values()[number - 1] : UPRIGHT;
  }

  /**
   * What an EXIF block says: a TIFF header and a first directory.
   *
   * @return 0 if it says nothing, or is damaged
   */
  static int inExif(byte[] content, int start, int length) {
    try {
      if (length > 6 && content[start] == 'E') { // "Exif", as in JPEG, where it should not be
        return inExif(content, start + 6, length - 6);
      }
      ByteCursor cursor = new ByteCursor(content, start, length);
      int mark = cursor.u16Big();
      if (mark != 0x4949 && mark != 0x4d4d) {
        return 0;
      }
      boolean little = mark == 0x4949;
      cursor.skip(2);
      cursor.seek(start + (little ? cursor.i32Little() : cursor.i32Big()));
      int entries = little ? cursor.u16Little() : cursor.u16Big();
      for (int i = 0; i < entries; i++) {
        int entry = cursor.position();
        int tag = little ? cursor.u16Little() : cursor.u16Big();
        int type = little ? cursor.u16Little() : cursor.u16Big();
        cursor.skip(4);
        if (tag == TAG) {
          return switch (type) {
            case BYTE -> cursor.u8();
            case SHORT -> little ? cursor.u16Little() : cursor.u16Big();
            case LONG -> little ? cursor.i32Little() : cursor.i32Big();
            default -> 0;
          };
        }
        cursor.seek(entry + ENTRY_LENGTH);
      }
    } catch (BrokenPictureException e) {
      // A picture is worth reading without its EXIF data.
    }
    return 0;
  }

  /**
   * What an XMP packet says.
   *
   * @return 0 if it says nothing
   */
  static int inXmp(byte[] content, int start, int length) {
    Matcher found = XMP.matcher(new String(content, start, length, StandardCharsets.ISO_8859_1));
    return found.find() ? found.group(1).charAt(0) - '0' : 0;
  }

  /** Whether rows become columns. */
  boolean isLying() {
    return compareTo(TRANSPOSED) >= 0;
  }

  /** The picture, upright. */
  Image turn(Image image) {
    int row = image.width();
    int lastColumn = image.width() - 1;
    int lastRow = (image.height() - 1) * row;
    return switch (this) {
      case UPRIGHT -> image;
      case MIRRORED -> walk(image, false, lastColumn, -1, row);
      case UPSIDE_DOWN -> walk(image, false, lastRow + lastColumn, -1, -row);
      case UPSIDE_DOWN_MIRRORED -> walk(image, false, lastRow, 1, -row);
      case TRANSPOSED -> walk(image, true, 0, row, 1);
      case LYING_LEFT -> walk(image, true, lastRow, -row, 1);
      case TRANSVERSED -> walk(image, true, lastRow + lastColumn, -row, -1);
      case LYING_RIGHT -> walk(image, true, lastColumn, row, -1);
    };
  }

  /**
   * The pixels of a picture in another order.
   *
   * @param lying whether rows become columns
   * @param first the pixel that becomes the first
   * @param right pixels from one to the one that shall lie right of it
   * @param down pixels from one to the one that shall lie below it
   */
  private static Image walk(Image image, boolean lying, int first, int right, int down) {
    int width = lying ? image.height() : image.width();
    int height = lying ? image.width() : image.height();
    int channels = image.channels();
    byte[] stored = image.data();
    byte[] turned = new byte[stored.length];
    int to = 0;
    for (int y = 0; y < height; y++) {
      int from = (first + y * down) * channels;
      for (int x = 0; x < width; x++, from += right * channels) {
        for (int c = 0; c < channels; c++) {
          turned[to++] = stored[from + c];
        }
      }
    }
    return new Image(height, width, channels, turned);
  }
}
