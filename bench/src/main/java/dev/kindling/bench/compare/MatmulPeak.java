package dev.kindling.bench.compare;

import java.util.Arrays;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * What the machine can compute at most: the rate of oneDNN's product of two square matrices of 2048
 * rows, each in the order that oneDNN likes best, on as many threads as {@code OMP_NUM_THREADS}
 * says (all, if it is not set).
 */
final class MatmulPeak {

  private static final int ROWS = 2048;
  private static final double OPERATIONS = 2.0 * ROWS * ROWS * ROWS;
  private static final int WARM_UPS = 3;

  private MatmulPeak() {}

  /** The median of several products, in floating point operations a second. */
  static double flops(data_type type, int products) {
    PointerScope scope = new PointerScope();
    try {
      double[] seconds = time(type, products);
      Arrays.sort(seconds);
      return OPERATIONS / seconds[products / 2];
    } finally {
      scope.close();
    }
  }

  private static double[] time(data_type type, int products) {
    engine processor = new engine(engine.kind.cpu, 0);
    stream stream = new stream(processor);
    desc any = new desc(new long[] {ROWS, ROWS}, type, format_tag.any);
    matmul.primitive_desc description = new matmul.primitive_desc(processor, any, any, any);
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(dnnl.DNNL_ARG_SRC, matrix(description.src_desc(), processor, stream));
    arguments.put(dnnl.DNNL_ARG_WEIGHTS, matrix(description.weights_desc(), processor, stream));
    arguments.put(dnnl.DNNL_ARG_DST, new memory(description.dst_desc(), processor));
    matmul multiply = new matmul(description);
    double[] seconds = new double[products];
    for (int i = -WARM_UPS; i < products; i++) {
      long began = System.nanoTime();
      multiply.execute(stream, arguments);
      stream._wait();
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - began) / 1e9;
      }
    }
    return seconds;
  }

  private static memory matrix(desc order, engine processor, stream stream) {
    memory rows =
        new memory(new desc(new long[] {ROWS, ROWS}, data_type.f32, format_tag.ab), processor);
    FloatPointer numbers = new FloatPointer(rows.get_data_handle());
    for (long i = 0; i < (long) ROWS * ROWS; i++) {
      numbers.put(i, (i * 31 % 127 - 63) / 64f);
    }
    memory matrix = new memory(order, processor);
    new reorder(rows, matrix).execute(stream, rows, matrix);
    stream._wait();
    return matrix;
  }
}
