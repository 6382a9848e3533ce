package dev.kindling.image;

import java.util.Arrays;

/**
 * The first frame of GIF pictures (CompuServe, GIF89a), on the whole screen of the picture. Where
 * the frame leaves the screen free lies the transparent colour or, without one, the palette's
 * first: this is Pillow's reading, as is black beyond the end of a palette.
 */
final class GifDecoder {

  private static final int AFTER_SIGNATURE = 6;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int FRAME = 0x2c;
  private static final int NO_COLOR = -1;

  private final long pixelLimit;
  private final ByteCursor cursor;
  private int background;
  private int transparent = NO_COLOR;

  GifDecoder(byte[] content, long pixelLimit) {
    this.pixelLimit = pixelLimit;
    this.cursor = new ByteCursor(content, AFTER_SIGNATURE);
  }

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
    ImageReader.checkDensity(
        (long) frameWidth * frameHeight, cursor.remaining(), GifPixels.INDICES_PER_BYTE);
    byte[] frame = new GifPixels(cursor).read(frameWidth * frameHeight);
    byte[] screen = new byte[width * height];
    Arrays.fill(screen, (byte) background);
    boolean interlaced = (frameFlags & 0x40) != 0;
    for (int row = 0; row < frameHeight; row++) {
      int y = top + (interlaced ? interlacedRow(row, frameHeight) : row);
      System.arraycopy(frame, row * frameWidth, screen, y * width + left, frameWidth);
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
    if ((flags & 0x80) == 0) {
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

  /** Four passes: every 8th row from 0 and from 4, every 4th from 2, every 2nd from 1. */
  private static int interlacedRow(int row, int height) {
    int first = (height + 7) / 8;
    int second = (height + 3) / 8;
    int third = (height + 1) / 4;
    if (row < first) {
      return 8 * row;
    }
    if (row < first + second) {
      return 8 * (row - first) + 4;
    }
    if (row < first + second + third) {
      return 4 * (row - first - second) + 2;
    }
    return 2 * (row - first - second - third) + 1;
  }

  private static byte[] greyPalette() {
    byte[] ramp = new byte[256];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) i;
    }
    return Samples.repeatGrey(ramp);
  }
}
