package dev.kindling.weights;

import java.nio.ByteBuffer;

/** The kind of the numbers of an array, as NumPy and PyTorch call it. */
public enum DType {
  BOOL('b', 1),
  UINT8('u', 1),
  INT8('i', 1),
  UINT16('u', 2),
  INT16('i', 2),
  UINT32('u', 4),
  INT32('i', 4),
  UINT64('u', 8),
  INT64('i', 8),
  FLOAT16('f', 2),
  /** The upper half of a 32-bit float. */
  BFLOAT16('f', 2),
  FLOAT32('f', 4),
  FLOAT64('f', 8);

  private final char kind;
  private final int bytes;

  DType(char kind, int bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  /** The bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** NumPy's letter: b, u, i or f. */
  char kind() {
    return kind;
  }

  /** Whether the numbers are floats. */
  public boolean isFloating() {
    return kind == 'f';
  }

  /** The number that lies there, rounded if a double cannot hold it. */
  double toDouble(ByteBuffer from, int at) {
    return switch (this) {
      case FLOAT16 -> halfToFloat(from.getShort(at));
      case BFLOAT16 -> Float.intBitsToFloat(from.getShort(at) << 16);
      case FLOAT32 -> from.getFloat(at);
      case FLOAT64 -> from.getDouble(at);
      case UINT64 -> unsignedToDouble(from.getLong(at));
      default -> toLong(from, at);
    };
  }

  /** The whole number that lies there; one of 64 unsigned bits by its bits. */
  long toLong(ByteBuffer from, int at) {
    return switch (this) {
      case BOOL -> from.get(at) == 0 ? 0 : 1;
      case UINT8 -> from.get(at) & 0xff;
      case INT8 -> from.get(at);
      case UINT16 -> from.getShort(at) & 0xffff;
      case INT16 -> from.getShort(at);
      case UINT32 -> from.getInt(at) & 0xffffffffL;
      case INT32 -> from.getInt(at);
      case UINT64, INT64 -> from.getLong(at);
      default -> throw new IllegalStateException("These are no whole numbers: " + this);
    };
  }

  private static double unsignedToDouble(long bits) {
    // Halved with the lost bit kept below, so that it is rounded once.
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }

  private static float halfToFloat(short half) {
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    int sign = (half & 0x8000) << 16;
    if (exponent == 0) {
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
    }
    int shifted = exponent == 0x1f ? 0xff : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | shifted << 23 | fraction << 13);
  }
}
