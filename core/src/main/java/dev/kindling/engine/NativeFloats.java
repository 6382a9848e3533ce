package dev.kindling.engine;

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
    numbers.put(0, values);
  }

  /** Copies the first numbers into the array. */
  void get(float[] values) {
    numbers.get(0, values);
  }
}
