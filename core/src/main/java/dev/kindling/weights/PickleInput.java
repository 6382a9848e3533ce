package dev.kindling.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads little-endian values one after another and knows how far it is. */
final class PickleInput {

  /** Of one text or number: names and versions, no data. */
  private static final int LONGEST = 1 << 20;

  /** Of all texts and numbers together. A compressed pickle may be much larger than its file. */
  private static final int MOST = 64 << 20;

  private final InputStream in;
  private long position;
  private long taken;

  PickleInput(InputStream in) {
    this.in = in;
  }

  /** The bytes read so far. */
  long position() {
    return position;
  }

  int unsignedByte() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException();
    }
    position++;
    return value;
  }

  byte[] bytes(long length) throws IOException {
    if (length < 0 || length > LONGEST) {
      throw new WeightFileException(
          "has a text or number of %d bytes in its pickle, at byte %d; %d are the most"
              .formatted(length, position, LONGEST));
    }
    taken += length;
    if (taken > MOST) {
      throw new WeightFileException(
          "has more than %d bytes of texts in its pickle: that is no state dict".formatted(MOST));
    }
    byte[] bytes = in.readNBytes((int) length);
    position += bytes.length;
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  ByteBuffer numbers(int length) throws IOException {
    return ByteBuffer.wrap(bytes(length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  int unsignedShort() throws IOException {
    return numbers(Short.BYTES).getShort() & 0xffff;
  }

  int signedInt() throws IOException {
    return numbers(Integer.BYTES).getInt();
  }

  long unsignedInt() throws IOException {
    return signedInt() & 0xffffffffL;
  }

  long signedLong() throws IOException {
    return numbers(Long.BYTES).getLong();
  }

  /** Pickle's own float, the only value that is big-endian. */
  double bigEndianDouble() throws IOException {
    return numbers(Double.BYTES).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  /** A whole number of any size. */
  BigInteger integer(long length) throws IOException {
    if (length > 255) {
      throw new WeightFileException(
          "has a number of %d bytes in its pickle, at byte %d".formatted(length, position));
    }
    byte[] bytes = bytes(length);
    for (int i = 0; i < bytes.length / 2; i++) {
      byte last = bytes[bytes.length - 1 - i];
      bytes[bytes.length - 1 - i] = bytes[i];
      bytes[i] = last;
    }
    return bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
  }

  String text(long length) throws IOException {
    byte[] bytes = bytes(length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new WeightFileException(
          "has a text in its pickle that is no UTF-8, at byte " + (position - length));
    }
  }

  /** A text up to the end of its line. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
      line.append((char) next);
      if (line.length() > 1000) {
        throw new WeightFileException(
            "has a line of more than 1000 bytes in its pickle, at byte " + position);
      }
    }
    return line.toString();
  }

  void skip(long length) throws IOException {
    in.skipNBytes(length);
    position += length;
  }
}
