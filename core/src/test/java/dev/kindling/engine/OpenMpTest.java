package dev.kindling.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class OpenMpTest {

  @Test
  void useThreads_settlesTheCallingThreadOnly() throws Exception {
    OpenMp.useThreads(1);
    AtomicInteger elsewhere = new AtomicInteger();
    Thread other =
        new Thread(
            () -> {
              OpenMp.useThreads(3);
              elsewhere.set(threads());
            });
    other.start();
    other.join();
    assertThat(threads()).isEqualTo(1);
    assertThat(elsewhere).hasValue(3);
  }

  /** Only the first program of a process loads oneDNN, so this takes a process of its own. */
  @Test
  void useThreads_holdsWhenOneDnnIsLoaded() throws Exception {
    assertThat(FreshJvm.run(OpenMpTest.class)).endsWith("threads: 1");
  }

  public static void main(String[] arguments) {
    OpenMp.useThreads(1);
    Dnnl.hasFastBf16();
    System.out.println("threads: " + threads());
  }

  /** What the loaded runtime says for the calling thread. */
  private static int threads() {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      String runtime =
          maps.filter(line -> line.contains("libgomp"))
              .map(line -> line.substring(line.indexOf('/')))
              .findFirst()
              .orElseThrow();
      return NativeLibrary.getInstance(runtime).getFunction("omp_get_max_threads").invokeInt(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
