package dev.kindling.image;

/**
 * The palette indices of a run-length encoded BMP picture, in the order of the file. Places that it
 * skips have index 0.
 */
final class BmpRuns {

  private static final int END_OF_ROW = 0;
  private static final int END_OF_PICTURE = 1;
  private static final int SKIP = 2;

  private final ByteCursor cursor;
  private final int width;
  private final boolean halfBytes;
  private final byte[] indices;
  private int at;

  BmpRuns(ByteCursor cursor, int width, int height, boolean halfBytes) {
    this.cursor = cursor;
    this.width = width;
    this.halfBytes = halfBytes;
    this.indices = new byte[width * height];
  }

  byte[] read() throws BrokenPictureException {
    while (at < indices.length) {
      int count = cursor.u8();
      int value = cursor.u8();
      if (count > 0) {
        repeat(value, count);
      } else if (value == END_OF_ROW) {
        at = (at + width - 1) / width * width;
      } else if (value == END_OF_PICTURE) {
        break;
      } else if (value == SKIP) {
        int right = cursor.u8();
        at += right + cursor.u8() * width;
      } else {
        copy(value);
      }
    }
    return indices;
  }

  private void repeat(int value, int count) {
    for (int i = 0; i < count; i++) {
      put(halfBytes ? (i % 2 == 0 ? value >> 4 : value & 15) : value);
    }
  }

  private void copy(int count) throws BrokenPictureException {
    int length = halfBytes ? (count + 1) / 2 : count;
    byte[] values = cursor.bytes(length);
    for (int i = 0; i < count; i++) {
      if (halfBytes) {
        put(i % 2 == 0 ? values[i / 2] >> 4 & 15 : values[i / 2] & 15);
      } else {
        put(values[i]);
      }
    }
    cursor.skip(length % 2);
  }

  private void put(int index) {
    if (at < indices.length) {
      indices[at++] = (byte) index;
    }
  }
}
