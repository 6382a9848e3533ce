package dev.kindling.image;

/**
 * The palette indices of a GIF frame, decompressed from its sub-blocks (LZW, codes up to 12 bits).
 */
final class GifPixels {

  private static final int MOST_CODES = 1 << 12;

  /** More than strings of the longest length in codes of 12 bits give. */
  static final int INDICES_PER_BYTE = MOST_CODES;

  private final ByteCursor cursor;
  private int blockLeft;
  private int bits;
  private int bitCount;

  GifPixels(ByteCursor cursor) {
    this.cursor = cursor;
  }

  /* A code below 2^literalBits stands for itself; two follow with a meaning of their own (start
   * anew, end); each further one, numbered as it comes up, stands for the string of the code before
   * and one index more. That string lies in the output already: so a code is kept as the place and
   * length of its string there.
   */
  byte[] read(int count) throws BrokenPictureException {
    int literalBits = cursor.u8();
    if (literalBits < 1 || literalBits > 11) {
      throw new BrokenPictureException("is damaged: its compression has impossible codes");
    }
    int clear = 1 << literalBits;
    int end = clear + 1;
    int[] place = new int[MOST_CODES];
    int[] length = new int[MOST_CODES];
    byte[] indices = new byte[count];
    int written = 0;
    int codeBits = literalBits + 1;
    int next = end + 1;
    int previousLength = 0;
    while (written < count) {
      int code = readCode(codeBits);
      if (code == clear) {
        codeBits = literalBits + 1;
        next = end + 1;
        previousLength = 0;
        continue;
      }
      if (code == end) {
        throw new BrokenPictureException("is cut off: its last rows are missing");
      }
      if (previousLength > 0 && next < MOST_CODES) {
        place[next] = written - previousLength;
        length[next] = previousLength + 1;
        next++;
        if (next == 1 << codeBits && codeBits < 12) {
          codeBits++;
        }
      }
      if (code < clear) {
        indices[written++] = (byte) code;
        previousLength = 1;
      } else if (code < next) {
        // Index by index, since the string of the newest code ends with its own first index.
        previousLength = Math.min(length[code], count - written);
        for (int i = 0; i < previousLength; i++) {
          indices[written] = indices[place[code] + i];
          written++;
        }
      } else {
        throw new BrokenPictureException("is damaged: its compressed pixels make no sense");
      }
    }
    return indices;
  }

  private int readCode(int codeBits) throws BrokenPictureException {
    while (bitCount < codeBits) {
      if (blockLeft == 0) {
        blockLeft = cursor.u8();
        if (blockLeft == 0) {
          throw new BrokenPictureException("is cut off: its last rows are missing");
        }
      }
      bits |= cursor.u8() << bitCount;
      bitCount += 8;
      blockLeft--;
    }
    int code = bits & ((1 << codeBits) - 1);
    bits >>>= codeBits;
    bitCount -= codeBits;
    return code;
  }
}
