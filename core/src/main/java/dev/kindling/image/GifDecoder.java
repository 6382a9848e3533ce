package dev.kindling.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first frame of GIF pictures (CompuServe, GIF89a), on the whole screen of the picture, by the
 * JDK's ImageIO. Where the frame leaves the screen free lies the transparent colour or, without
 * one, the palette's first: this is Pillow's reading, as is black beyond the end of a palette.
 */
final class GifDecoder {

  private static final int AFTER_SIGNATURE = 6;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int FRAME = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int HAS_PALETTE = 0x80;
  private static final int INTERLACED = 0x40;
  private static final int NO_COLOR = -1;

  /** A code of 12 bits stands for at most 4096 pixels. */
  private static final int PIXELS_PER_BYTE = 4096;

  private final long pixelLimit;
  private final ByteCursor cursor;
  private int background;
  private int transparent = NO_COLOR;

  GifDecoder(byte[] content, long pixelLimit) {
    this.pixelLimit = pixelLimit;
    this.cursor = new ByteCursor(content, AFTER_SIGNATURE);
  }

  /* The file is taken apart here since ImageIO gives the frame, not the screen, and differs from
   * Pillow in what it makes of palettes. What it is given has a palette of 256 greys: its samples
   * are the indices.
   */

  Image decode() throws BrokenPictureException {
    int width = cursor.u16Little();
    int height = cursor.u16Little();
    int flags = cursor.u8();
    cursor.skip(2);
    byte[] palette = readPalette(flags, greyPalette());
    int block = cursor.u8();
    while (block == EXTENSION) {
      readExtension();
      block = cursor.u8();
    }
    if (block != FRAME) {
      throw new BrokenPictureException("is damaged: it holds no frame");
    }
    int left = cursor.u16Little();
    int top = cursor.u16Little();
    int frameWidth = cursor.u16Little();
    int frameHeight = cursor.u16Little();
    int frameFlags = cursor.u8();
    palette = readPalette(frameFlags, palette);
    width = Math.max(width, left + frameWidth);
    height = Math.max(height, top + frameHeight);
    ImageReader.checkSize(width, height, pixelLimit);
    ImageReader.checkSize(frameWidth, frameHeight, pixelLimit);
    ImageReader.checkDensity((long) frameWidth * frameHeight, cursor.remaining(), PIXELS_PER_BYTE);
    byte[] frame = readFrame(frameWidth, frameHeight, frameFlags & INTERLACED);
    byte[] screen = new byte[width * height];
    Arrays.fill(screen, (byte) background);
    for (int row = 0; row < frameHeight; row++) {
      System.arraycopy(frame, row * frameWidth, screen, (top + row) * width + left, frameWidth);
    }
    if (transparent == NO_COLOR) {
      return new Image(height, width, 3, Samples.lookUp(screen, palette));
    }
    byte[] alpha = new byte[256];
    Arrays.fill(alpha, (byte) 255);
    alpha[transparent] = 0;
    return new Image(height, width, 4, Samples.lookUp(screen, palette, alpha));
  }

  private byte[] readPalette(int flags, byte[] otherwise) throws BrokenPictureException {
    if ((flags & HAS_PALETTE) == 0) {
      return otherwise;
    }
    return Arrays.copyOf(cursor.bytes(3 << ((flags & 7) + 1)), 3 * 256);
  }

  private void readExtension() throws BrokenPictureException {
    int kind = cursor.u8();
    int length = cursor.u8();
    if (kind == GRAPHIC_CONTROL && length >= 4) {
      int flags = cursor.u8();
      cursor.skip(2);
      int color = cursor.u8();
      if ((flags & 1) == 1) {
        transparent = color;
        background = color;
      }
      cursor.skip(length - 4);
      length = cursor.u8();
    }
    while (length > 0) {
      cursor.skip(length);
      length = cursor.u8();
    }
  }

  /** The indices of the frame, upright whether it is interlaced or not. */
  private byte[] readFrame(int width, int height, int interlaced) throws BrokenPictureException {
    javax.imageio.ImageReader reader = RawReader.ofJdk("gif");
    ReadProgress progress = new ReadProgress();
    reader.addIIOReadProgressListener(progress);
    BufferedImage decoded = new RawReader(reader).read(stripped(width, height, interlaced));
    if (!progress.isWhole()) {
      throw new BrokenPictureException("is damaged: it holds fewer pixels than it says");
    }
    return (byte[]) Samples.of(decoded);
  }

  /** A file of the frame alone: its screen, a palette, and the blocks of its pixels. */
  private byte[] stripped(int width, int height, int interlaced) throws BrokenPictureException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("GIF89a".getBytes(StandardCharsets.ISO_8859_1));
    file.writeBytes(shorts(width, height));
    file.writeBytes(new byte[] {(byte) 0xf7, 0, 0});
    file.writeBytes(greyPalette());
    file.write(FRAME);
    file.writeBytes(shorts(0, 0, width, height));
    file.write(interlaced);
    file.write(cursor.u8());
    int length;
    do {
      length = cursor.u8();
      file.write(length);
      file.writeBytes(cursor.bytes(length));
    } while (length > 0);
    file.write(TRAILER);
    return file.toByteArray();
  }

  private static byte[] shorts(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }

  private static byte[] greyPalette() {
    byte[] ramp = new byte[256];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) i;
    }
    return Samples.repeatGrey(ramp);
  }
}
