package dev.kindling.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a PNG file (W3C, Portable Network Graphics, third edition) says of its samples.
 *
 * @param colorType 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
 * @param depth bits a sample
 * @param palette red, green and blue of each colour; empty without one
 * @param transparency for a palette the alpha of its first colours, else the transparent colour in
 *     samples of two bytes; null without one
 * @param orientation how the camera was held
 * @param stripped a file of the same samples, without palette and whatever else does not change
 *     them: text, profiles, gamma, animation
 */
@SuppressWarnings("ArrayRecordComponent")
record PngFile(
    int width,
    int height,
    int colorType,
    int depth,
    byte[] palette,
    byte @Nullable [] transparency,
    Orientation orientation,
    byte[] stripped) {

  static final int PALETTE = 3;

  private static final int SIGNATURE_LENGTH = 8;
  private static final int HEADER_LENGTH = 13;

  /** The most that deflate makes of a byte. */
  private static final int BYTES_PER_BYTE = 1032;

  /** Samples a pixel of each color type, 0 where there is no such type. */
  private static final int[] SAMPLES = {1, 0, 3, 1, 2, 0, 4};

  /* The parts are walked here rather than left to ImageIO for these reasons: the size must be known
   * before memory is taken; checksums, which ImageIO ignores, show damage; broken or huge text and
   * profiles must not stop the reading; and the JDKs differ in what they make of transparency and
   * palettes. With a palette the stripped file claims to be grey: its samples are the indices.
   */

  static PngFile parse(byte[] content, long pixelLimit) throws BrokenPictureException {
    return new Parser(content).parse(pixelLimit);
  }

  /** The walk over the parts of one file. */
  private static final class Parser {

    private final byte[] content;
    private final ByteCursor cursor;
    private final ByteArrayOutputStream stripped;
    private byte[] palette = {};
    private byte @Nullable [] transparency;
    private int exifOrientation;
    private int xmpOrientation;
    private long compressed;

    Parser(byte[] content) {
      this.content = content;
      this.cursor = new ByteCursor(content, SIGNATURE_LENGTH);
      this.stripped = new ByteArrayOutputStream(content.length);
      stripped.write(content, 0, SIGNATURE_LENGTH);
    }

    PngFile parse(long pixelLimit) throws BrokenPictureException {
      int headerLength = cursor.i32Big();
      String first = new String(cursor.bytes(4), StandardCharsets.ISO_8859_1);
      if (headerLength != HEADER_LENGTH || !first.equals("IHDR")) {
        throw new BrokenPictureException("is damaged: it does not begin with its header");
      }
      byte[] header = cursor.bytes(HEADER_LENGTH);
      verify("IHDR", cursor.position() - HEADER_LENGTH, HEADER_LENGTH);
      cursor.skip(4);
      int width = ByteBuffer.wrap(header).getInt(0);
      int height = ByteBuffer.wrap(header).getInt(4);
      int depth = header[8];
      int colorType = header[9];
      ImageReader.checkSize(width, height, pixelLimit);
      checkKind(colorType, depth);
      if (header[10] != 0 || header[11] != 0 || header[12] < 0 || header[12] > 1) {
        throw new BrokenPictureException("is damaged: its header names unknown methods");
      }
      header[9] = (byte) (colorType == PngFile.PALETTE ? 0 : colorType);
      write("IHDR", header, 0, header.length);
      while (cursor.remaining() > 0 && next()) {
        // On to the next part.
      }
      write("IEND", new byte[0], 0, 0);
      long bits = (long) width * height * SAMPLES[colorType] * depth;
      ImageReader.checkDensity(bits / 8, compressed, BYTES_PER_BYTE);
      if (colorType == PngFile.PALETTE && palette.length < 3) {
        throw new BrokenPictureException("is damaged: its palette is missing");
      }
      return new PngFile(
          width,
          height,
          colorType,
          depth,
          palette,
          transparency,
          Orientation.of(exifOrientation, xmpOrientation),
          stripped.toByteArray());
    }

    /** Notes what a part says; false for the last one. */
    private boolean next() throws BrokenPictureException {
      int length = cursor.i32Big();
      String type = new String(cursor.bytes(4), StandardCharsets.ISO_8859_1);
      int start = cursor.position();
      cursor.skip(length);
      cursor.skip(4);
      switch (type) {
        case "IDAT" -> {
          verify(type, start, length);
          write(type, content, start, length);
          compressed += length;
        }
        case "PLTE" -> {
          verify(type, start, length);
          palette = new ByteCursor(content, start).bytes(length);
        }
        case "tRNS" -> {
          verify(type, start, length);
          transparency = new ByteCursor(content, start).bytes(length);
        }
        case "eXIf" -> exifOrientation = Orientation.inExif(content, start, length);
        case "iTXt" -> xmpOrientation = Orientation.inXmp(content, start, length);
        case "tEXt" -> noteText(new ByteCursor(content, start, length), false);
        case "zTXt" -> noteText(new ByteCursor(content, start, length), true);
        default -> {
          return !type.equals("IEND");
        }
      }
      return true;
    }

    private void noteText(ByteCursor text, boolean compressed) throws BrokenPictureException {
      byte[] exif = RawProfile.exif(text, compressed);
      if (exifOrientation == 0) {
        exifOrientation = Orientation.inExif(exif, 0, exif.length);
      }
    }

    private static void checkKind(int colorType, int depth) throws BrokenPictureException {
      boolean whole = depth == 8 || (depth == 16 && colorType != PngFile.PALETTE);
      boolean packed = depth == 1 || depth == 2 || depth == 4;
      boolean oneSample = colorType == 0 || colorType == PngFile.PALETTE;
      boolean exists = colorType >= 0 && colorType < SAMPLES.length && SAMPLES[colorType] > 0;
      if (!exists || !(whole || (packed && oneSample))) {
        throw new BrokenPictureException(
            "is damaged: colour type %d with %d bits does not exist".formatted(colorType, depth));
      }
    }

    /** The checksum covers the type and the body, and follows them. */
    private void verify(String type, int start, int length) throws BrokenPictureException {
      CRC32 sum = new CRC32();
      sum.update(content, start - 4, length + 4);
      if ((int) sum.getValue() != new ByteCursor(content, start + length).i32Big()) {
        throw new BrokenPictureException(
            "is damaged: the checksum of its %s part is wrong".formatted(type));
      }
    }

    private void write(String type, byte[] body, int start, int length) {
      byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
      CRC32 sum = new CRC32();
      sum.update(name);
      sum.update(body, start, length);
      stripped.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
      stripped.writeBytes(name);
      stripped.write(body, start, length);
      stripped.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
  }
}
