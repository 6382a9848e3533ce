package dev.kindling.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** Bytes in memory as ImageIO wants its input, without the copies of its own memory cache. */
final class ByteArrayImageStream extends ImageInputStreamImpl {

  /**
   * Decoders look a little beyond the end of a whole file, and some never stop in one that is
   * damaged.
   */
  private static final int LOOKS_BEYOND_THE_END = 1000;

  private final byte[] content;
  private int looksBeyond;

  ByteArrayImageStream(byte[] content) {
    this.content = content;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < content.length ? content[(int) streamPos++] & 0xff : atEnd();
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    bitOffset = 0;
    int count = (int) Math.min(length, content.length - streamPos);
    if (count <= 0) {
      return length == 0 ? 0 : atEnd();
    }
    System.arraycopy(content, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private int atEnd() {
    if (++looksBeyond > LOOKS_BEYOND_THE_END) {
      throw new IllegalStateException("it ends in the middle of its pixels");
    }
    return -1;
  }

  @Override
  public long length() {
    return content.length;
  }
}
