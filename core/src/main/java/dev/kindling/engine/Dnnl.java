package dev.kindling.engine;

import dev.kindling.tensor.Shape;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;

/** The few words of oneDNN that all kernels share. */
final class Dnnl {

  static final data_type F32 = data_type.f32;

  /** The processor; shared by all programs for as long as the process lives. */
  static final engine ENGINE;

  static {
    OpenMp.load();
    ENGINE = new engine(engine.kind.cpu, 0);
    // Whatever scope is open when this class is first used must not free the engine.
    ENGINE.retainReference();
  }

  private Dnnl() {}

  /** Whether the processor multiplies bf16 numbers in hardware. */
  static boolean hasFastBf16() {
    int isa = dnnl.dnnl_get_effective_cpu_isa();
    return (isa & dnnl.dnnl_cpu_isa_avx512_core_bf16) == dnnl.dnnl_cpu_isa_avx512_core_bf16;
  }

  static long[] sizes(Shape shape) {
    long[] sizes = new long[shape.rank()];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = shape.size(axis);
    }
    return sizes;
  }

  /** Row-major order, as Java's arrays have it. A single number is an array of one. */
  static desc rowMajor(data_type type, Shape shape) {
    long[] sizes = shape.rank() == 0 ? new long[] {1} : sizes(shape);
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    return new desc(sizes, type, strides);
  }

  /** An order without blocks: pictures channels last, all else row-major; in the memory's type. */
  static desc plain(memory like, Shape shape) {
    data_type type = type(like);
    if (shape.rank() != 4) {
      return rowMajor(type, shape);
    }
    long channels = shape.size(1);
    long row = shape.size(3) * channels;
    return new desc(sizes(shape), type, new long[] {shape.size(2) * row, 1, row, channels});
  }

  /** Whatever order oneDNN finds fastest. */
  static desc anyOrder(data_type type, Shape shape) {
    return new desc(sizes(shape), type, format_tag.any);
  }

  /** The type of the numbers there; oneDNN's own answer equals none of the constants. */
  static data_type type(desc numbers) {
    return numbers.get_data_type().intern();
  }

  /** The type of the numbers there. */
  static data_type type(memory numbers) {
    return type(numbers.get_desc());
  }

  static boolean same(desc a, desc b) {
    return dnnl.dnnl_memory_desc_equal(a.get(), b.get()) != 0;
  }
}
