package dev.kindling.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * The OpenMP runtime that oneDNN computes with. The number of its threads belongs to the thread
 * that calls, so it is set before anything is compiled or run.
 */
final class OpenMp {

  /**
   * The runtimes that the supported platforms' natives bring along, by the start of their names.
   */
  private static final List<String> RUNTIMES = List.of("libgomp", "libomp", "libiomp5");

  private static final @Nullable Function SET_NUM_THREADS = find();

  private static final ThreadLocal<Integer> CURRENT = ThreadLocal.withInitial(() -> 0);

  private OpenMp() {}

  /** Sets the runtime up, unless that is done; to be called before oneDNN is used. */
  static void load() {
    // The class's initializer has done it.
  }

  /** From now on, what this thread asks of oneDNN is computed by so many threads. */
  static void useThreads(int threads) {
    if (SET_NUM_THREADS != null && CURRENT.get() != threads) {
      SET_NUM_THREADS.invokeVoid(new Object[] {threads});
      CURRENT.set(threads);
    }
  }

  /**
   * Has idle threads of the runtime spin for some 100 microseconds and then sleep, unless the user
   * decided otherwise (docs/decisions/0003). The runtime reads the settings when it is loaded, so
   * this comes before.
   */
  private static void sleepWhenIdle() {
    if (!Platform.isWindows() && System.getenv("OMP_WAIT_POLICY") == null) {
      Function setenv = NativeLibrary.getProcess().getFunction("setenv");
      setenv.invokeInt(new Object[] {"GOMP_SPINCOUNT", "10000", 0});
      setenv.invokeInt(new Object[] {"KMP_BLOCKTIME", "0", 0});
    }
  }

  /**
   * Looks beside the unpacked oneDNN, so that the very copy that it uses is found. Windows has its
   * runtime inside the system; there the setting has no effect.
   */
  private static @Nullable Function find() {
    sleepWhenIdle();
    Path folder = Path.of(Loader.load(dnnl.class)).getParent();
    if (folder == null) {
      return null;
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> runtime =
          files
              .filter(file -> RUNTIMES.stream().anyMatch(file.getFileName().toString()::startsWith))
              .findFirst();
      return runtime
          .map(file -> NativeLibrary.getInstance(file.toString()))
          .map(library -> library.getFunction("omp_set_num_threads"))
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for the OpenMP runtime in " + folder, e);
    }
  }
}
