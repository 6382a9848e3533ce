package dev.kindling.image;

import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The rows of a PNG picture, decompressed one at a time and with their filters undone. */
final class PngRows implements AutoCloseable {

  /** The most that deflate makes of a byte. */
  private static final int BYTES_PER_BYTE = 1032;

  private final byte[] content;
  private final List<PngDecoder.Chunk> data;
  private final Inflater inflater = new Inflater();
  private int nextChunk;

  /** Bytes between a sample and the one that its filter takes for its left neighbour. */
  private int step;

  private byte[] row = {};
  private byte[] above = {};

  PngRows(byte[] content, List<PngDecoder.Chunk> data) {
    this.content = content;
    this.data = data;
  }

  /** Refuses a picture of more uncompressed bytes than its data can give. */
  void checkDensity(long pixels, int bitsPerPixel) throws BrokenPictureException {
    long compressed = data.stream().mapToLong(PngDecoder.Chunk::length).sum();
    ImageReader.checkDensity(pixels * bitsPerPixel / 8, compressed, BYTES_PER_BYTE);
  }

  /** Starts rows of so many pixels; the first of them has zeros above it. */
  void startPass(int columns, int bitsPerPixel) {
    int length = (int) (((long) columns * bitsPerPixel + 7) / 8);
    step = Math.max(1, bitsPerPixel / 8);
    row = new byte[length];
    above = new byte[length];
  }

  /** The next row; valid until the one after it is asked for. */
  byte[] next() throws BrokenPictureException {
    byte[] swap = above;
    above = row;
    row = swap;
    byte[] filter = new byte[1];
    inflate(filter);
    inflate(row);
    undo(filter[0]);
    return row;
  }

  private void inflate(byte[] target) throws BrokenPictureException {
    int done = 0;
    try {
      while (done < target.length) {
        int count = inflater.inflate(target, done, target.length - done);
        done += count;
        if (count == 0 && !feed()) {
          throw new BrokenPictureException("is cut off: its last rows are missing");
        }
      }
    } catch (DataFormatException e) {
      throw new BrokenPictureException("is damaged: its compressed pixels make no sense");
    }
  }

  private boolean feed() {
    if (!inflater.needsInput() || inflater.finished() || nextChunk == data.size()) {
      return false;
    }
    PngDecoder.Chunk chunk = data.get(nextChunk++);
    inflater.setInput(content, chunk.start(), chunk.length());
    return true;
  }

  private void undo(int filter) throws BrokenPictureException {
    switch (filter) {
      case 0 -> {}
      case 1 -> {
        for (int i = step; i < row.length; i++) {
          row[i] += row[i - step];
        }
      }
      case 2 -> {
        for (int i = 0; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < step ? 0 : row[i - step] & 0xff;
          row[i] += (byte) ((left + (above[i] & 0xff)) >> 1);
        }
      }
      case 4 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < step ? 0 : row[i - step] & 0xff;
          int corner = i < step ? 0 : above[i - step] & 0xff;
          row[i] += (byte) paeth(left, above[i] & 0xff, corner);
        }
      }
      default -> throw new BrokenPictureException("is damaged: a row has an unknown filter");
    }
  }

  /** Of three neighbours the one nearest to left + up - corner. */
  private static int paeth(int left, int up, int corner) {
    int toLeft = Math.abs(up - corner);
    int toUp = Math.abs(left - corner);
    int toCorner = Math.abs(left + up - 2 * corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
