package dev.kindling.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * PNG pictures (W3C, Portable Network Graphics, third edition): all colour types and bit depths,
 * interlaced or not. Of an animation it reads the picture that programs without animation show.
 * Checksums are verified; alpha, transparency, gamma and profiles are left aside, as Pillow's
 * {@code convert("RGB")} does.
 */
final class PngDecoder {

  private static final int SIGNATURE_LENGTH = 8;

  /** A pass of interlaced rows: first column and row, and the steps between them. */
  private record Pass(int x, int y, int stepX, int stepY) {}

  private static final List<Pass> ONE_PASS = List.of(new Pass(0, 0, 1, 1));

  private static final List<Pass> ADAM7 =
      List.of(
          new Pass(0, 0, 8, 8),
          new Pass(4, 0, 8, 8),
          new Pass(0, 4, 4, 8),
          new Pass(2, 0, 4, 4),
          new Pass(0, 2, 2, 4),
          new Pass(1, 0, 2, 2),
          new Pass(0, 1, 1, 2));

  private final byte[] content;

  PngDecoder(byte[] content) {
    this.content = content;
  }

  Image decode() throws BrokenPictureException {
    ByteCursor cursor = new ByteCursor(content, SIGNATURE_LENGTH);
    Chunk first = nextChunk(cursor);
    if (!first.type.equals("IHDR")) {
      throw new BrokenPictureException("is damaged: it does not begin with its header");
    }
    verify(first);
    Header header = Header.parse(new ByteCursor(content, first.start));
    byte[] palette = {};
    List<Chunk> data = new ArrayList<>();
    while (cursor.remaining() > 0) {
      Chunk chunk = nextChunk(cursor);
      if (chunk.type.equals("IEND")) {
        break;
      }
      if (chunk.type.equals("PLTE")) {
        verify(chunk);
        palette = new ByteCursor(content, chunk.start).bytes(chunk.length);
      } else if (chunk.type.equals("IDAT")) {
        verify(chunk);
        data.add(chunk);
      }
    }
    PngPixels pixels = PngPixels.of(header.colorType, header.bitDepth, palette);
    try (PngRows rows = new PngRows(content, data)) {
      return readPixels(header, pixels, rows);
    }
  }

  private static Image readPixels(Header header, PngPixels pixels, PngRows rows)
      throws BrokenPictureException {
    rows.checkDensity((long) header.width * header.height, pixels.bits());
    byte[] rgb = new byte[3 * header.width * header.height];
    for (Pass pass : header.interlaced ? ADAM7 : ONE_PASS) {
      int columns = (header.width - pass.x + pass.stepX - 1) / pass.stepX;
      if (columns > 0) {
        rows.startPass(columns, pixels.bits());
        for (int y = pass.y; y < header.height; y += pass.stepY) {
          int to = 3 * (y * header.width + pass.x);
          pixels.unpack(rows.next(), columns, rgb, to, 3 * pass.stepX);
        }
      }
    }
    return new Image(header.height, header.width, 3, rgb);
  }

  /** A part of the file: its type, and where its body lies. */
  record Chunk(String type, int start, int length) {}

  private static Chunk nextChunk(ByteCursor cursor) throws BrokenPictureException {
    int length = cursor.i32Big();
    String type = new String(cursor.bytes(4), StandardCharsets.ISO_8859_1);
    Chunk chunk = new Chunk(type, cursor.position(), length);
    cursor.skip(length);
    cursor.skip(4);
    return chunk;
  }

  /** The checksum covers the type and the body, and follows them. */
  private void verify(Chunk chunk) throws BrokenPictureException {
    CRC32 sum = new CRC32();
    sum.update(content, chunk.start - 4, chunk.length + 4);
    int stored = new ByteCursor(content, chunk.start + chunk.length).i32Big();
    if ((int) sum.getValue() != stored) {
      throw new BrokenPictureException(
          "is damaged: the checksum of its %s part is wrong".formatted(chunk.type));
    }
  }

  private record Header(int width, int height, int bitDepth, int colorType, boolean interlaced) {

    static Header parse(ByteCursor cursor) throws BrokenPictureException {
      int width = cursor.i32Big();
      int height = cursor.i32Big();
      ImageReader.checkSize(width, height);
      int bitDepth = cursor.u8();
      int colorType = cursor.u8();
      int compression = cursor.u8();
      int filter = cursor.u8();
      int interlace = cursor.u8();
      if (compression != 0 || filter != 0 || interlace > 1) {
        throw new BrokenPictureException("is damaged: its header names unknown methods");
      }
      return new Header(width, height, bitDepth, colorType, interlace == 1);
    }
  }
}
