package dev.kindling.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * Large memory in pages of 2 MiB rather than 4 KiB, where Linux leaves that to the program. The
 * feature maps of a batch are far larger than what the processor's table of small pages covers: a
 * step of the article's network is some 2.5 % faster.
 */
final class HugePages {

  private static final long PAGE = 2 << 20;

  /** Below this, rounding to whole pages would leave little. */
  private static final long LEAST = 4 * PAGE;

  /** {@code MADV_HUGEPAGE} of Linux. */
  private static final int ADVICE = 14;

  private static final @Nullable Function MADVISE =
      Platform.isLinux() ? NativeLibrary.getProcess().getFunction("madvise") : null;

  private HugePages() {}

  /** Asks for large pages, before the memory is first touched. The system may decline. */
  static void advise(memory memory) {
    long start = memory.get_data_handle().address();
    long end = start + memory.get_desc().get_size();
    long first = (start + PAGE - 1) / PAGE * PAGE;
    long last = end / PAGE * PAGE;
    if (MADVISE != null && last - first >= LEAST) {
      MADVISE.invokeInt(new Object[] {new Pointer(first), new NativeLong(last - first), ADVICE});
    }
  }
}
