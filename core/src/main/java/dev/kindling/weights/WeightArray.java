package dev.kindling.weights;

import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array of numbers of some kind, as a file of weights holds it. Of one that was read only the
 * kind and the shape are in memory; its numbers are fetched from the file each time they are asked
 * for, so the file must stay as it is.
 */
public final class WeightArray {

  private final DType dtype;
  private final Shape shape;
  private final Bytes bytes;
  private final ByteOrder order;

  /** In numbers, not bytes: the first one's place, and the way to the next along each axis. */
  private final long offset;

  private final long[] strides;

  private WeightArray(
      DType dtype, Shape shape, Bytes bytes, ByteOrder order, long offset, long... strides) {
    this.dtype = dtype;
    this.shape = shape;
    this.bytes = bytes;
    this.order = order;
    this.offset = offset;
    this.strides = strides;
  }

  /** The numbers of a tensor, as 32-bit floats: shared, not copied. */
  public static WeightArray of(Tensor tensor) {
    return rowMajor(
        DType.FLOAT32, tensor.shape(), new Bytes.OfTensor(tensor), ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Numbers of any kind.
   *
   * @param littleEndian the bytes of the numbers in row-major order: shared, not copied
   * @throws IllegalArgumentException if they are not as many as the shape says
   */
  public static WeightArray of(DType dtype, Shape shape, byte[] littleEndian) {
    if (shape.elements() * dtype.bytes() != littleEndian.length) {
      throw new IllegalArgumentException(
          "Numbers of type %s and shape %s take %d bytes. Received: %d"
              .formatted(dtype, shape, shape.elements() * dtype.bytes(), littleEndian.length));
    }
    return rowMajor(
        dtype, shape, new Bytes.OfBuffer(ByteBuffer.wrap(littleEndian)), ByteOrder.LITTLE_ENDIAN);
  }

  /** Numbers that fill the bytes in row-major order. */
  static WeightArray rowMajor(DType dtype, Shape shape, Bytes bytes, ByteOrder order) {
    long[] strides = new long[shape.rank()];
    long step = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape.size(axis);
    }
    return new WeightArray(dtype, shape, bytes, order, 0, strides);
  }

  /** Numbers that fill the bytes in column-major order, the first axis fastest. */
  static WeightArray columnMajor(DType dtype, Shape shape, Bytes bytes, ByteOrder order) {
    long[] strides = new long[shape.rank()];
    long step = 1;
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = step;
      step *= shape.size(axis);
    }
    return new WeightArray(dtype, shape, bytes, order, 0, strides);
  }

  /** Numbers anywhere among the bytes; the caller has checked that they lie within. */
  static WeightArray strided(
      DType dtype, Shape shape, Bytes bytes, ByteOrder order, long offset, long... strides) {
    return new WeightArray(dtype, shape, bytes, order, offset, strides);
  }

  /** The kind of the numbers. */
  public DType dtype() {
    return dtype;
  }

  /** The sizes along the axes. */
  public Shape shape() {
    return shape;
  }

  /**
   * The numbers as 32-bit floats, rounded where those cannot hold them.
   *
   * @throws IOException if the file is no longer as it was, or the array has more than 2147483639
   *     numbers
   */
  public Tensor tensor() throws IOException {
    float[] floats = new float[count()];
    read((piece, first) -> decode(piece, floats, first));
    return Tensor.of(shape, floats);
  }

  /**
   * Some of the numbers as 32-bit floats: those at some places of the first axis. No others are
   * read, unless the array is stored by columns.
   *
   * @param first the first place
   * @param count how many
   */
  public Tensor rows(int first, int count) throws IOException {
    if (shape.rank() == 0 || first < 0 || count < 0 || first > shape.size(0) - count) {
      throw new IndexOutOfBoundsException(
          "An array of shape %s has no %d rows from row %d on".formatted(shape, count, first));
    }
    return new WeightArray(
            dtype, shape.withBatch(count), bytes, order, offset + first * strides[0], strides)
        .tensor();
  }

  /** The numbers as doubles, in row-major order; 64-bit whole numbers are rounded. */
  public double[] doubles() throws IOException {
    double[] doubles = new double[count()];
    read(
        (piece, first) -> {
          for (int i = 0; i < piece.limit() / dtype.bytes(); i++) {
            doubles[first + i] = dtype.toDouble(piece, i * dtype.bytes());
          }
        });
    return doubles;
  }

  /**
   * The numbers, which must be whole ones, in row-major order; those of 64 unsigned bits by their
   * bits, booleans as 0 and 1.
   *
   * @throws IllegalStateException if they are floats
   */
  public long[] longs() throws IOException {
    long[] longs = new long[count()];
    read(
        (piece, first) -> {
          for (int i = 0; i < piece.limit() / dtype.bytes(); i++) {
            longs[first + i] = dtype.toLong(piece, i * dtype.bytes());
          }
        });
    return longs;
  }

  /** The bytes of all numbers, little-endian, in row-major order. */
  void writeTo(OutputStream out) throws IOException {
    read(
        (piece, first) -> {
          byte[] array = new byte[Math.min(piece.limit(), 1 << 16)];
          while (piece.hasRemaining()) {
            int length = Math.min(array.length, piece.remaining());
            piece.get(array, 0, length);
            out.write(array, 0, length);
          }
        },
        true);
  }

  /** How many bytes the numbers take. */
  long size() {
    return shape.elements() * dtype.bytes();
  }

  private int count() throws WeightFileException {
    if (shape.elements() > Integer.MAX_VALUE - 8) {
      throw new WeightFileException(
          "An array of shape %s has too many numbers to be in memory at once; read it by rows"
              .formatted(shape));
    }
    return (int) shape.elements();
  }

  /** Takes a buffer of whole numbers, the first of which has the given place of all. */
  private interface Taker {
    void take(ByteBuffer piece, int first) throws IOException;
  }

  private void read(Taker taker) throws IOException {
    read(taker, false);
  }

  private void read(Taker taker, boolean littleEndian) throws IOException {
    if (shape.elements() == 0) {
      return;
    }
    boolean swapped = littleEndian && order == ByteOrder.BIG_ENDIAN && dtype.bytes() > 1;
    if (swapped || !isRowMajor()) {
      gathered().read(taker, littleEndian);
      return;
    }
    long most = bytes.piece() / dtype.bytes();
    for (long first = 0; first < shape.elements(); first += most) {
      int numbers = (int) Math.min(most, shape.elements() - first);
      long from = (offset + first) * dtype.bytes();
      taker.take(bytes.read(from, numbers * dtype.bytes()).order(order), (int) first);
    }
  }

  private boolean isRowMajor() {
    long step = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      if (shape.size(axis) != 1 && strides[axis] != step) {
        return false;
      }
      step *= shape.size(axis);
    }
    return true;
  }

  /** The same numbers in memory, little-endian, in row-major order. */
  private WeightArray gathered() throws IOException {
    long last = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      last += (shape.size(axis) - 1) * strides[axis];
    }
    int width = dtype.bytes();
    long span = (last + 1) * width;
    if (Math.max(span, size()) > Integer.MAX_VALUE - 16) {
      throw new WeightFileException(
          "An array of shape %s that is not stored by rows takes %d bytes; at most %d can be read"
              .formatted(shape, span, Integer.MAX_VALUE - 16));
    }
    ByteBuffer from = bytes.read(offset * width, (int) span).order(order);
    byte[] gathered = new byte[(int) size()];
    ByteBuffer into = ByteBuffer.wrap(gathered).order(ByteOrder.LITTLE_ENDIAN);
    int[] place = new int[strides.length];
    long at = 0;
    for (int to = 0; to < gathered.length; to += width) {
      copy(from, (int) at * width, into, to, width);
      for (int axis = strides.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++place[axis] < shape.size(axis)) {
          break;
        }
        at -= strides[axis] * place[axis];
        place[axis] = 0;
      }
    }
    return of(dtype, shape, gathered);
  }

  /** A number from one order of bytes to another. */
  private static void copy(ByteBuffer from, int start, ByteBuffer into, int to, int width) {
    switch (width) {
      case 1 -> into.put(to, from.get(start));
      case 2 -> into.putShort(to, from.getShort(start));
      case 4 -> into.putInt(to, from.getInt(start));
      default -> into.putLong(to, from.getLong(start));
    }
  }

  private void decode(ByteBuffer piece, float[] floats, int first) {
    int numbers = piece.limit() / dtype.bytes();
    if (dtype == DType.FLOAT32) {
      piece.asFloatBuffer().get(floats, first, numbers);
      return;
    }
    for (int i = 0; i < numbers; i++) {
      floats[first + i] = (float) dtype.toDouble(piece, i * dtype.bytes());
    }
  }

  /** As {@code FLOAT32(3, 224)}. */
  @Override
  public String toString() {
    return dtype + shape.toString();
  }

  /** Sizes read from a file, checked: each within an int, their product within a long. */
  static Shape shape(String name, long... sizes) throws WeightFileException {
    if (sizes.length > 32) {
      throw new WeightFileException(
          "has %s with %d axes; 32 are the most"
              .formatted(WeightFileException.quoted(name), sizes.length));
    }
    long product = 1;
    for (long size : sizes) {
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw absurd(name, sizes);
      }
      product = Math.multiplyHigh(product, size) == 0 ? product * size : -1;
      if (product < 0 || product > Long.MAX_VALUE >> 4) {
        throw absurd(name, sizes);
      }
    }
    return Shape.of(Arrays.stream(sizes).mapToInt(size -> (int) size).toArray());
  }

  private static WeightFileException absurd(String name, long... sizes) {
    return new WeightFileException(
        "has %s with absurd sizes: %s"
            .formatted(WeightFileException.quoted(name), Arrays.toString(sizes)));
  }
}
