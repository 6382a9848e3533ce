package dev.kindling.image;

import java.util.Arrays;

/** A place in the bytes of a file; reading beyond their end says that the file is cut off. */
final class ByteCursor {

  private final byte[] content;
  private final int end;
  private int position;

  ByteCursor(byte[] content, int position) {
    this(content, position, content.length - position);
  }

  /** A place in a part of a file that has so many bytes. */
  ByteCursor(byte[] content, int position, int length) {
    this.content = content;
    this.position = position;
    this.end = position + length;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  void skip(int bytes) throws BrokenPictureException {
    require(bytes);
    position += bytes;
  }

  void seek(int newPosition) throws BrokenPictureException {
    if (newPosition < 0 || newPosition > end) {
      throw cutOff();
    }
    position = newPosition;
  }

  /** An unsigned byte. */
  int u8() throws BrokenPictureException {
    require(1);
    return content[position++] & 0xff;
  }

  /** An unsigned number of two bytes, the small one first (BMP, GIF). */
  int u16Little() throws BrokenPictureException {
    int low = u8();
    return low | u8() << 8;
  }

  /** A number of four bytes, the smallest first (BMP). */
  int i32Little() throws BrokenPictureException {
    int low = u16Little();
    return low | u16Little() << 16;
  }

  /** An unsigned number of two bytes, the big one first (JPEG). */
  int u16Big() throws BrokenPictureException {
    int high = u8();
    return high << 8 | u8();
  }

  /** A number of four bytes, the biggest first (PNG). */
  int i32Big() throws BrokenPictureException {
    int high = u16Big();
    return high << 16 | u16Big();
  }

  byte[] bytes(int count) throws BrokenPictureException {
    require(count);
    position += count;
    return Arrays.copyOfRange(content, position - count, position);
  }

  private void require(int bytes) throws BrokenPictureException {
    if (bytes < 0 || bytes > remaining()) {
      throw cutOff();
    }
  }

  private BrokenPictureException cutOff() {
    return new BrokenPictureException(
        "is cut off: it ends after %d bytes, in the middle of the picture".formatted(end));
  }
}
