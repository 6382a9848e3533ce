package dev.kindling.engine;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A matrix of 32-bit floats, row-major, in native memory, which oneDNN multiplies at the
 * processor's full speed.
 *
 * <p>It holds that memory until it is {@linkplain #close() closed}. Not for use by two threads at
 * once.
 */
public final class Matrix implements AutoCloseable {

  private final int rows;
  private final int columns;
  private final FloatPointer numbers;
  private final FloatBuffer buffer;

  /**
   * A matrix of whatever lay in that memory.
   *
   * @param rows at least 1
   * @param columns at least 1; rows * columns is less than 2^31
   */
  public Matrix(int rows, int columns) {
    if (rows < 1 || columns < 1 || (long) rows * columns > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A matrix has a row and a column at least, and fewer than 2^31 numbers. Received: (%d, %d)"
              .formatted(rows, columns));
    }
    OpenMp.load();
    this.rows = rows;
    this.columns = columns;
    this.numbers = new FloatPointer((long) rows * columns);
    this.buffer = numbers.asBuffer();
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  /**
   * Sets a row.
   *
   * @param values as many as there are columns
   */
  public void put(int row, float[] values) {
    buffer.put(row * columns, values, 0, columns);
  }

  /**
   * Sets all numbers.
   *
   * @param values row-major, as many as there are
   */
  public void put(float[] values) {
    buffer.put(0, values, 0, rows * columns);
  }

  /**
   * Copies all numbers, row-major.
   *
   * @param into has room for them
   */
  public void get(float[] into) {
    buffer.get(0, into, 0, rows * columns);
  }

  /**
   * Copies a row.
   *
   * @param into has room for as many as there are columns
   */
  public void get(int row, float[] into) {
    buffer.get(row * columns, into, 0, columns);
  }

  /**
   * Makes this matrix the product of two others.
   *
   * <p>Of a long matrix and a narrow one the narrow one is better given as its few rows, as {@code
   * a}: oneDNN then takes half the time.
   *
   * @param transposeB whether b is taken with its rows and columns exchanged
   * @param threads how many threads compute; another number may change the last bits
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public void product(Matrix a, Matrix b, boolean transposeB, int threads) {
    int inner = transposeB ? b.columns : b.rows;
    int outer = transposeB ? b.rows : b.columns;
    if (a.rows != rows || inner != a.columns || outer != columns) {
      throw new IllegalArgumentException(
          "A (%d, %d) times a (%d, %d)%s matrix is no (%d, %d) one"
              .formatted(
                  a.rows,
                  a.columns,
                  b.rows,
                  b.columns,
                  transposeB ? " transposed" : "",
                  rows,
                  columns));
    }
    OpenMp.useThreads(threads);
    int status =
        dnnl.dnnl_sgemm(
            (byte) 'N',
            (byte) (transposeB ? 'T' : 'N'),
            rows,
            columns,
            inner,
            1,
            a.numbers,
            a.columns,
            b.numbers,
            b.columns,
            0,
            numbers,
            columns);
    if (status != dnnl.dnnl_success) {
      throw new EngineException("A matrix product failed with oneDNN's status " + status);
    }
  }

  @Override
  public void close() {
    numbers.close();
  }
}
