package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A network that several threads use at once. */
class PictureNetworkTest {

  private static final int THREADS = 3;

  private final FeatureExtraction network =
      new FeatureExtraction(
          Networks.small(3, 1), new ImageSize(8, 10), new EngineOptions(Precision.F32, THREADS));

  private final ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);

  @AfterEach
  void close() {
    threads.shutdownNow();
    network.close();
  }

  @Test
  void manyThreads_getWhatOneGets() throws Exception {
    assertThat(network.threads()).isEqualTo(THREADS);
    List<Image> pictures = Networks.noise(40, 8, 10);
    List<Future<float[]>> together = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Image picture = pictures.get(i % pictures.size());
      together.add(threads.submit(() -> network.of(picture)));
    }
    for (int i = 0; i < together.size(); i++) {
      assertThat(together.get(i).get()).isEqualTo(network.of(pictures.get(i % pictures.size())));
    }
  }

  @Test
  void close_whileOthersCompute_letsThemFinishAndRefusesMore() throws Exception {
    Image picture = Networks.noise(1, 8, 10).get(0);
    float[] expected = network.of(picture);
    AtomicInteger computed = new AtomicInteger();
    List<Future<?>> working = new ArrayList<>();
    for (int i = 0; i < 2 * THREADS; i++) {
      working.add(
          threads.submit(
              () -> {
                while (true) {
                  assertThat(network.of(picture)).isEqualTo(expected);
                  computed.incrementAndGet();
                }
              }));
    }
    while (computed.get() < 100) {
      Thread.onSpinWait();
    }
    network.close();
    for (Future<?> each : working) {
      try {
        each.get();
      } catch (ExecutionException e) {
        assertThat(e)
            .cause()
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("This network is closed.");
      }
    }
    assertThatIllegalStateException().isThrownBy(() -> network.of(picture));
  }
}
