package dev.kindling.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a JPEG file says of itself before its pixels: size, components and how their values mean
 * colour.
 *
 * @param colors how the components become red, green and blue
 * @param doubledRows for each component, whether its rows are stored at half the resolution while
 *     its columns are not (4:4:0), so that {@link JpegRows440} has to smooth them
 * @param orientation how the camera was held
 * @param stripped the file without its comments and application segments: profiles, thumbnails and
 *     other things that do not change the pixels, but that ImageIO would parse, apply or stumble
 *     on. Components that mean YCbCr are marked as such by a JFIF segment, lest ImageIO guess
 */
@SuppressWarnings("ArrayRecordComponent")
record JpegHeader(
    int width,
    int height,
    JpegColors colors,
    boolean[] doubledRows,
    Orientation orientation,
    byte[] stripped) {

  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int COMMENT = 0xfe;

  /** A JFIF segment with its marker: version 1.1, square pixels, no thumbnail. */
  private static final byte[] JFIF = {
    (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  /** More than the shortest codes allow: a bit for each of the 18 blocks of 32 x 32 pixels. */
  private static final int PIXELS_PER_BYTE = 1024;

  /** Progressive pictures have 10 to 18; at the most pixels that are read, each takes its while. */
  private static final int SCANS_OF_THE_LARGEST = 20;

  /* The segments up to the first scan are walked here rather than left to ImageIO for four reasons:
   * the size must be known before memory is taken; the meaning of the components (RGB, YCbCr, CMYK,
   * YCCK) must be found by libjpeg's rule, from which ImageIO departs when a file has neither a
   * JFIF nor an Adobe marker; an embedded profile must neither change colours nor, when broken, stop
   * the reading; and ImageIO spends more time on metadata than on the pixels of a small picture.
   */

  boolean hasDoubledRows() {
    for (boolean doubled : doubledRows) {
      if (doubled) {
        return true;
      }
    }
    return false;
  }

  static JpegHeader parse(byte[] content, long pixelLimit) throws BrokenPictureException {
    return new Parser(content, pixelLimit).parse();
  }

  /** The walk over the segments of one file. */
  private static final class Parser {

    private static final String EXIF = "Exif\0\0";
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";

    private final byte[] content;
    private final long pixelLimit;
    private final ByteCursor cursor;
    private final ByteArrayOutputStream segments;
    private boolean jfif;
    private int adobeTransform = JpegColors.NO_ADOBE_MARKER;
    private int exifOrientation;
    private int xmpOrientation;

    Parser(byte[] content, long pixelLimit) {
      this.content = content;
      this.pixelLimit = pixelLimit;
      this.cursor = new ByteCursor(content, 2);
      this.segments = new ByteArrayOutputStream();
    }

    JpegHeader parse() throws BrokenPictureException {
      @Nullable Frame frame = null;
      while (true) {
        int marker = nextMarker();
        if (marker == END_OF_IMAGE) {
          throw new BrokenPictureException("is damaged: it ends before its first pixel");
        }
        if (marker == START_OF_SCAN) {
          break;
        }
        if (isStandalone(marker)) {
          continue;
        }
        int start = cursor.position();
        int length = cursor.u16Big();
        if (length < 2) {
          throw new BrokenPictureException("is damaged: a segment of it has no length");
        }
        cursor.skip(length - 2);
        if (isFrame(marker)) {
          frame = Frame.parse(marker, new ByteCursor(content, start + 2));
          ImageReader.checkSize(frame.width, frame.height, pixelLimit);
        }
        if (marker >= 0xe0 && marker <= 0xef) {
          noteApplication(marker, start + 2, length - 2);
        } else if (marker != COMMENT) {
          keep(marker, start, length);
        }
      }
      if (frame == null) {
        throw new BrokenPictureException("is damaged: it does not say its size");
      }
      int scan = cursor.position();
      requireEnd(scan);
      boolean oneScan = new ByteCursor(content, scan + 2).u8() == frame.ids.length;
      if (frame.progressive || !oneScan) {
        checkScans(frame, scan);
      }
      ImageReader.checkDensity(
          (long) frame.width * frame.height, content.length - scan, PIXELS_PER_BYTE);
      JpegColors colors = JpegColors.of(frame.ids, jfif, adobeTransform);
      return new JpegHeader(
          frame.width,
          frame.height,
          colors,
          frame.doubledRows(),
          Orientation.of(exifOrientation, xmpOrientation),
          stripped(colors, scan));
    }

    /**
     * Only the small parts go through a stream: the pixels of a large photograph are copied once.
     */
    private byte[] stripped(JpegColors colors, int scan) {
      ByteArrayOutputStream start = new ByteArrayOutputStream();
      start.write(0xff);
      start.write(START_OF_IMAGE);
      if (colors == JpegColors.YCBCR) {
        start.writeBytes(JFIF);
      }
      start.writeBytes(segments.toByteArray());
      start.write(0xff);
      start.write(START_OF_SCAN);
      byte[] file = Arrays.copyOf(start.toByteArray(), start.size() + content.length - scan);
      System.arraycopy(content, scan, file, start.size(), content.length - scan);
      return file;
    }

    /** Between segments anything but 0xff is skipped, as libjpeg does. */
    private int nextMarker() throws BrokenPictureException {
      int marker = 0;
      while (marker == 0) {
        while (cursor.u8() != 0xff) {
          // Not a marker yet.
        }
        do {
          marker = cursor.u8();
        } while (marker == 0xff);
      }
      return marker;
    }

    /** ImageIO does not miss the last marker; but a file without it was not written to its end. */
    private void requireEnd(int scan) throws BrokenPictureException {
      for (int at = content.length - 2; at >= scan; at--) {
        if (content[at] == (byte) 0xff && content[at + 1] == (byte) END_OF_IMAGE) {
          return;
        }
      }
      throw new BrokenPictureException(
          "is cut off: it ends after %d bytes, without the end of the picture"
              .formatted(content.length));
    }

    /**
     * Each scan walks over all pixels, and takes but a few bytes: a small file could take hours.
     */
    private void checkScans(Frame frame, int start) throws BrokenPictureException {
      long scans = 1;
      for (int at = start; at < content.length - 1; at++) {
        if (content[at] == (byte) 0xff && content[at + 1] == (byte) START_OF_SCAN) {
          scans++;
        }
      }
      if (scans * frame.width * frame.height > SCANS_OF_THE_LARGEST * pixelLimit) {
        throw new BrokenPictureException(
            "is damaged: %d scans of %d x %d pixels are more than a picture has"
                .formatted(scans, frame.width, frame.height));
      }
    }

    private void keep(int marker, int start, int length) {
      segments.write(0xff);
      segments.write(marker);
      segments.write(content, start, length);
    }

    private void noteApplication(int marker, int start, int length) throws BrokenPictureException {
      if (marker == 0xe0 && length >= 14 && startsWith(start, length, "JFIF\0")) {
        jfif = true;
      }
      if (marker == 0xee && length >= 12 && startsWith(start, length, "Adobe")) {
        adobeTransform = content[start + 11] & 0xff;
      }
      if (marker == 0xe1 && exifOrientation == 0 && startsWith(start, length, EXIF)) {
        exifOrientation = Orientation.inExif(content, start + 6, length - 6);
      }
      if (marker == 0xe1 && startsWith(start, length, XMP)) {
        xmpOrientation = Orientation.inXmp(content, start, length);
      }
    }

    private boolean startsWith(int start, int length, String text) {
      if (length < text.length()) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        if (content[start + i] != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private static boolean isStandalone(int marker) {
      return marker == 0x01 || (marker >= 0xd0 && marker <= START_OF_IMAGE);
    }

    /** Start-of-frame markers; in between lie the tables of Huffman and arithmetic coding. */
    private static boolean isFrame(int marker) {
      return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
  }

  /** The start-of-frame segment. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Frame(
      boolean progressive, int width, int height, int[] ids, int[] horizontal, int[] vertical) {

    static Frame parse(int marker, ByteCursor cursor) throws BrokenPictureException {
      if (marker > 0xc2) {
        throw new BrokenPictureException(
            marker >= 0xc9
                ? "is a JPEG with arithmetic coding, which is not supported"
                : "is a lossless or hierarchical JPEG, which is not supported");
      }
      int precision = cursor.u8();
      if (precision != 8) {
        throw new BrokenPictureException(
            "is a JPEG of %d bits a sample; only 8 are supported".formatted(precision));
      }
      int height = cursor.u16Big();
      int width = cursor.u16Big();
      int components = cursor.u8();
      if (components != 1 && components != 3 && components != 4) {
        throw new BrokenPictureException(
            "is a JPEG of %d components; only 1, 3 and 4 are supported".formatted(components));
      }
      Frame frame =
          new Frame(
              marker == 0xc2,
              width,
              height,
              new int[components],
              new int[components],
              new int[components]);
      for (int i = 0; i < components; i++) {
        frame.ids[i] = cursor.u8();
        int sampling = cursor.u8();
        frame.horizontal[i] = sampling >> 4;
        frame.vertical[i] = sampling & 15;
        cursor.skip(1);
      }
      return frame;
    }

    boolean[] doubledRows() {
      int widest = Arrays.stream(horizontal).max().orElseThrow();
      int highest = Arrays.stream(vertical).max().orElseThrow();
      boolean[] doubled = new boolean[ids.length];
      for (int i = 0; i < doubled.length; i++) {
        doubled[i] = horizontal[i] == widest && vertical[i] * 2 == highest;
      }
      return doubled;
    }
  }
}
