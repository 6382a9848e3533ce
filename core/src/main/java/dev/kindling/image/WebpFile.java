package dev.kindling.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a WebP file (RFC 9649) says of its picture or, if it is an animation, of its first frame.
 *
 * @param canvas the whole picture
 * @param left columns of the canvas left of the frame
 * @param top rows of the canvas above the frame
 * @param frame what is stored; the canvas unless it is an animation
 * @param orientation how the camera was held
 * @param stripped a file of the frame alone, without profile, animation and other data
 */
@SuppressWarnings("ArrayRecordComponent")
record WebpFile(
    ImageSize canvas,
    int left,
    int top,
    ImageSize frame,
    Orientation orientation,
    byte[] stripped) {

  private static final int FIRST_CHUNK = 12;
  private static final int FRAME_HEADER = 16;
  private static final int ALPHA_FLAG = 0x10;
  private static final int LOSSLESS_MARK = 0x2f;

  /** One colour takes no bits at all; a picture of it is taken at its word up to this size. */
  private static final int PLAUSIBLE_PIXELS = 8_000_000;

  /** Beyond that: more than photographs and drawings come near. */
  private static final int PIXELS_PER_BYTE = 1 << 12;

  /* The file is taken apart here for three reasons: the size must be known, from all the places
   * that name it, before memory is taken; the library would convert colours by the profile; and of
   * an animation it gives the frame, not the canvas.
   */

  static WebpFile parse(byte[] content, long pixelLimit) throws BrokenPictureException {
    return new Parser(content, pixelLimit).parse();
  }

  /** A part of the file. */
  private record Chunk(String type, int start, int length) {

    static Chunk next(ByteCursor cursor) throws BrokenPictureException {
      String type = new String(cursor.bytes(4), StandardCharsets.ISO_8859_1);
      int length = cursor.i32Little();
      int start = cursor.position();
      cursor.skip(length);
      if (length % 2 == 1 && cursor.remaining() > 0) {
        cursor.skip(1);
      }
      return new Chunk(type, start, length);
    }
  }

  /** The walk over the chunks of one file. */
  private static final class Parser {

    private final byte[] content;
    private final long pixelLimit;
    private @Nullable ImageSize canvas;
    private int left;
    private int top;
    private @Nullable ImageSize frame;
    private @Nullable Chunk alpha;
    private @Nullable Chunk pixels;
    private int exifOrientation;
    private int xmpOrientation;

    Parser(byte[] content, long pixelLimit) {
      this.content = content;
      this.pixelLimit = pixelLimit;
    }

    WebpFile parse() throws BrokenPictureException {
      int length = new ByteCursor(content, 4).i32Little();
      ByteCursor cursor = new ByteCursor(content, FIRST_CHUNK);
      if (length < 4 || length > content.length - 8) {
        throw new BrokenPictureException(
            "is cut off: of %d bytes there are only %d"
                .formatted(Integer.toUnsignedLong(length) + 8, content.length));
      }
      while (cursor.position() < length + 8) {
        note(Chunk.next(cursor));
      }
      if (pixels == null) {
        throw new BrokenPictureException("is damaged: it holds no picture");
      }
      ImageSize size = size(pixels);
      ImageSize whole = canvas == null ? size : canvas;
      if (!size.equals(frame == null ? whole : frame)
          || left + size.width() > whole.width()
          || top + size.height() > whole.height()) {
        throw new BrokenPictureException("is damaged: it names different sizes");
      }
      ImageReader.checkDensity(size.pixels() - PLAUSIBLE_PIXELS, pixels.length(), PIXELS_PER_BYTE);
      Orientation orientation = Orientation.of(exifOrientation, xmpOrientation);
      return new WebpFile(whole, left, top, size, orientation, stripped(pixels, size));
    }

    private void note(Chunk chunk) throws BrokenPictureException {
      ByteCursor body = new ByteCursor(content, chunk.start(), chunk.length());
      switch (chunk.type()) {
        case "VP8X" -> {
          body.skip(4);
          canvas = size(1 + u24(body), 1 + u24(body));
        }
        case "ANMF" -> noteFrame(body);
        case "ALPH" -> {
          if (pixels == null) {
            alpha = chunk;
          }
        }
        case "VP8 ", "VP8L" -> {
          if (pixels == null) {
            pixels = chunk;
          }
        }
        case "EXIF" -> exifOrientation = Orientation.inExif(content, chunk.start(), chunk.length());
        case "XMP " -> xmpOrientation = Orientation.inXmp(content, chunk.start(), chunk.length());
        default -> {}
      }
    }

    /** Of an animation the first frame counts. */
    private void noteFrame(ByteCursor body) throws BrokenPictureException {
      if (frame != null) {
        return;
      }
      int start = body.position();
      left = 2 * u24(body);
      top = 2 * u24(body);
      frame = size(1 + u24(body), 1 + u24(body));
      body.seek(start + FRAME_HEADER);
      while (body.remaining() > 0) {
        note(Chunk.next(body));
      }
    }

    /** The size that the pixels themselves begin with. */
    private ImageSize size(Chunk chunk) throws BrokenPictureException {
      ByteCursor body = new ByteCursor(content, chunk.start(), chunk.length());
      if (chunk.type().equals("VP8L")) {
        if (body.u8() != LOSSLESS_MARK) {
          throw new BrokenPictureException("is damaged: its pixels do not begin as they should");
        }
        int bits = body.i32Little();
        return size(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
      }
      body.skip(6);
      return size(body.u16Little() & 0x3fff, body.u16Little() & 0x3fff);
    }

    private ImageSize size(int width, int height) throws BrokenPictureException {
      ImageReader.checkSize(width, height, pixelLimit);
      return new ImageSize(height, width);
    }

    private byte[] stripped(Chunk picture, ImageSize size) throws BrokenPictureException {
      ByteArrayOutputStream chunks = new ByteArrayOutputStream();
      chunks.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
      if (alpha != null && picture.type().equals("VP8 ")) {
        if ((new ByteCursor(content, alpha.start(), alpha.length()).u8() & 3) != 1) {
          throw new BrokenPictureException(
              "is a WebP picture with uncompressed alpha, which is not supported");
        }
        byte[] header = new byte[10];
        header[0] = ALPHA_FLAG;
        put24(header, 4, size.width() - 1);
        put24(header, 7, size.height() - 1);
        write(chunks, "VP8X", header, 0, header.length);
        write(chunks, alpha.type(), content, alpha.start(), alpha.length());
      }
      write(chunks, picture.type(), content, picture.start(), picture.length());
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      write(file, "RIFF", chunks.toByteArray(), 0, chunks.size());
      return file.toByteArray();
    }

    private static void write(
        ByteArrayOutputStream out, String type, byte[] body, int start, int length) {
      out.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
      out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
      out.write(body, start, length);
      if (length % 2 == 1) {
        out.write(0);
      }
    }

    private static int u24(ByteCursor cursor) throws BrokenPictureException {
      int low = cursor.u16Little();
      return low | cursor.u8() << 16;
    }

    private static void put24(byte[] target, int at, int value) {
      target[at] = (byte) value;
      target[at + 1] = (byte) (value >> 8);
      target[at + 2] = (byte) (value >> 16);
    }
  }
}
