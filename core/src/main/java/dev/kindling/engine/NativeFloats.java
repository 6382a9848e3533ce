package dev.kindling.engine;

import dev.kindling.tensor.Parts;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/** Row-major 32-bit floats in native memory, to be copied from and to Java's arrays. */
final class NativeFloats {

  private final FloatBuffer numbers;

  NativeFloats(memory memory) {
    long elements = memory.get_desc().get_size() / Float.BYTES;
    this.numbers = new FloatPointer(memory.get_data_handle()).capacity(elements).asBuffer();
  }

  /** Sets the first numbers. */
  void put(float[] values) {
    put(values, 1);
  }

  /** Sets the first numbers, by so many threads. */
  void put(float[] values, int threads) {
    put(values, 0, values.length, threads);
  }

  /** Sets the first numbers from a part of the array, by so many threads. */
  void put(float[] values, int first, int length, int threads) {
    Parts.forEach(
        length, threads, (from, to) -> numbers.put(from, values, first + from, to - from));
  }

  /** Copies the first numbers into a part of the array. */
  void get(float[] values, int first, int length) {
    numbers.get(0, values, first, length);
  }

  /** Copies the first numbers into the array, by so many threads. */
  void get(float[] values, int threads) {
    Parts.forEach(values.length, threads, (from, to) -> numbers.get(from, values, from, to - from));
  }
}
