package dev.kindling.image;

/**
 * BMP pictures, of Windows and OS/2: 1, 4, 8, 16, 24 and 32 bits a pixel, plain, with bit fields,
 * or run-length encoded; alpha where the header names its bits.
 */
final class BmpDecoder {

  private static final int AFTER_SIGNATURE = 10;
  private static final int FILE_HEADER_LENGTH = 14;
  private static final int OS2_HEADER_LENGTH = 12;
  private static final int WINDOWS_HEADER_LENGTH = 40;
  private static final int HEADER_WITH_ALPHA_LENGTH = 56;
  private static final int LONGEST_HEADER = 124;

  private static final int PLAIN = 0;
  private static final int RUNS_OF_BYTES = 1;
  private static final int RUNS_OF_HALF_BYTES = 2;
  private static final int BIT_FIELDS = 3;

  /** More than a run of 255 pixels in two bytes, with room for skipped places. */
  private static final int PIXELS_PER_BYTE = 1024;

  private final byte[] content;
  private final long pixelLimit;
  private final ByteCursor cursor;

  private int width;
  private int height;
  private boolean topDown;
  private int depth;
  private int compression = PLAIN;
  private int colors;

  BmpDecoder(byte[] content, long pixelLimit) {
    this.content = content;
    this.pixelLimit = pixelLimit;
    this.cursor = new ByteCursor(content, AFTER_SIGNATURE);
  }

  Image decode() throws BrokenPictureException {
    int pixelStart = cursor.i32Little();
    int headerLength = cursor.i32Little();
    readHeader(headerLength);
    ImageReader.checkSize(width, height, pixelLimit);
    ImageReader.checkDensity((long) width * height, content.length, PIXELS_PER_BYTE);
    if (depth > 8) {
      int[] masks = readMasks(headerLength);
      cursor.seek(pixelStart == 0 ? cursor.position() : pixelStart);
      return new Image(height, width, masks.length, readDirect(masks));
    } else {
      cursor.seek(FILE_HEADER_LENGTH + headerLength);
      byte[] palette = readPalette(headerLength == OS2_HEADER_LENGTH ? 3 : 4);
      if (pixelStart > FILE_HEADER_LENGTH + headerLength) {
        cursor.seek(pixelStart);
      }
      return new Image(height, width, 3, Samples.lookUp(readIndices(), palette));
    }
  }

  private void readHeader(int length) throws BrokenPictureException {
    if (length == OS2_HEADER_LENGTH) {
      width = cursor.u16Little();
      height = cursor.u16Little();
      cursor.skip(2);
      depth = cursor.u16Little();
    } else if (length >= WINDOWS_HEADER_LENGTH && length <= LONGEST_HEADER) {
      width = cursor.i32Little();
      height = cursor.i32Little();
      topDown = height < 0;
      height = Math.abs(height);
      cursor.skip(2);
      depth = cursor.u16Little();
      compression = cursor.i32Little();
      cursor.skip(12);
      colors = cursor.i32Little();
      cursor.skip(4);
    } else {
      throw new BrokenPictureException(
          "is damaged, or not a BMP picture: its header would be %d bytes long".formatted(length));
    }
    boolean plain = compression == PLAIN && (depth == 1 || depth == 4 || depth % 8 == 0);
    boolean fields = compression == BIT_FIELDS && (depth == 16 || depth == 24 || depth == 32);
    boolean runs = compression == (depth == 8 ? RUNS_OF_BYTES : RUNS_OF_HALF_BYTES);
    boolean runDepth = depth == 8 || depth == 4;
    if (depth < 1 || depth > 32 || !(plain || fields || (runs && runDepth))) {
      throw new BrokenPictureException(
          "is a BMP picture of an unsupported kind: %d bits a pixel, compression %d"
              .formatted(depth, compression));
    }
  }

  /**
   * Which bits of a pixel are red, green, blue and, in longer headers, alpha. They follow the first
   * 40 bytes of the header.
   */
  private int[] readMasks(int headerLength) throws BrokenPictureException {
    if (compression == BIT_FIELDS) {
      int[] masks = {cursor.i32Little(), cursor.i32Little(), cursor.i32Little()};
      int alpha = headerLength >= HEADER_WITH_ALPHA_LENGTH ? cursor.i32Little() : 0;
      if (masks[0] != 0 || masks[1] != 0 || masks[2] != 0) {
        return alpha == 0 ? masks : new int[] {masks[0], masks[1], masks[2], alpha};
      }
    }
    return depth == 16 ? new int[] {0x7c00, 0x3e0, 0x1f} : new int[] {0xff0000, 0xff00, 0xff};
  }

  private byte[] readDirect(int[] masks) throws BrokenPictureException {
    int pixelLength = depth / 8;
    int rowLength = rowLength();
    int channels = masks.length;
    byte[] samples = new byte[channels * width * height];
    for (int row = 0; row < height; row++) {
      int at = channels * width * (topDown ? row : height - 1 - row);
      int from = cursor.position();
      cursor.skip(rowLength);
      for (int x = 0; x < width; x++, at += channels) {
        int pixel = 0;
        for (int i = 0; i < pixelLength; i++) {
          pixel |= (content[from++] & 0xff) << (8 * i);
        }
        for (int c = 0; c < channels; c++) {
          samples[at + c] = field(pixel, masks[c]);
        }
      }
    }
    return samples;
  }

  /** The bits under a mask, stretched to 0-255 and rounded down, as Pillow does. */
  private static byte field(int pixel, int mask) {
    if (mask == 0) {
      return 0;
    }
    int shift = Integer.numberOfTrailingZeros(mask);
    long largest = Integer.toUnsignedLong(mask) >>> shift;
    return (byte) (((pixel & mask) >>> shift) * 255L / largest);
  }

  private byte[] readPalette(int entryLength) throws BrokenPictureException {
    long count = colors == 0 ? 1L << depth : Integer.toUnsignedLong(colors);
    if (count > 1 << 16) {
      throw new BrokenPictureException("is damaged: its palette has %d colours".formatted(count));
    }
    byte[] entries = cursor.bytes((int) count * entryLength);
    byte[] palette = new byte[3 * 256];
    for (int i = 0; i < Math.min(count, 256); i++) {
      for (int c = 0; c < 3; c++) {
        palette[3 * i + c] = entries[entryLength * i + 2 - c];
      }
    }
    return palette;
  }

  private byte[] readIndices() throws BrokenPictureException {
    byte[] indices = new byte[width * height];
    if (compression != PLAIN) {
      byte[] stored = new BmpRuns(cursor, width, height, depth == 4).read();
      for (int row = 0; row < height; row++) {
        int to = width * (topDown ? row : height - 1 - row);
        System.arraycopy(stored, row * width, indices, to, width);
      }
      return indices;
    }
    int mask = (1 << depth) - 1;
    int rowLength = rowLength();
    for (int row = 0; row < height; row++) {
      int at = width * (topDown ? row : height - 1 - row);
      int from = cursor.position();
      cursor.skip(rowLength);
      for (int x = 0; x < width; x++) {
        int bit = x * depth;
        indices[at + x] = (byte) (content[from + (bit >> 3)] >> (8 - depth - (bit & 7)) & mask);
      }
    }
    return indices;
  }

  /** Rows are padded to four bytes. */
  private int rowLength() {
    return (int) (((long) width * depth + 31) / 32 * 4);
  }
}
