package dev.kindling.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.data.Batches;
import dev.kindling.data.PictureSource;
import dev.kindling.image.Image;
import dev.kindling.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the threads behind batches do when all goes well, and when it does not. */
@Timeout(60)
class AugmentedBatchesTest {

  private static final FlowOptions OPTIONS =
      new FlowOptions().batchSize(2).shuffle(false).threads(2);

  @TempDir Path folder;

  /** Ten grey pictures of one pixel, each as light as its number. */
  private static class Numbers implements PictureSource {
    @Override
    public int size() {
      return 10;
    }

    @Override
    public Shape pictureShape() {
      return Shape.of(1, 1, 1);
    }

    @Override
    public Image load(int index) throws IOException {
      return new Image(1, 1, 1, new byte[] {(byte) index});
    }
  }

  private static Batches batches(PictureSource pictures) {
    return new ImageDataGenerator().flow(pictures, null, OPTIONS);
  }

  @Test
  void next_goesOnFromPassToPass() {
    try (Batches batches = batches(new Numbers())) {
      assertThat(batches.samples()).isEqualTo(10);
      assertThat(batches.size()).isEqualTo(5);
      for (int i = 0; i < 12; i++) {
        float first = i % 5 * 2;
        assertThat(batches.next().x().data()).containsExactly(first, first + 1);
      }
    }
  }

  @Test
  void reset_startsAPassWhereverItIs() {
    try (Batches batches = batches(new Numbers())) {
      batches.reset();
      assertThat(batches.next().x().data()).containsExactly(0, 1);
      assertThat(batches.next().x().data()).containsExactly(2, 3);
      batches.reset();
      assertThat(batches.next().x().data()).containsExactly(0, 1);
    }
  }

  @Test
  void next_readsAheadButNotFarAhead() throws Exception {
    AtomicInteger loaded = new AtomicInteger();
    Numbers counting =
        new Numbers() {
          @Override
          public Image load(int index) throws IOException {
            loaded.incrementAndGet();
            return super.load(index);
          }
        };
    try (Batches batches = batches(counting)) {
      batches.next();
      while (loaded.get() < 8) { // three more batches, read without being asked for
        Thread.sleep(1);
      }
      Thread.sleep(50);
      assertThat(loaded).hasValue(8);
    }
  }

  @Test
  void next_readsNothingAheadThatWouldBeSaved() throws IOException {
    try (Batches batches =
        new ImageDataGenerator().flow(new Numbers(), null, OPTIONS.saveToDir(folder))) {
      batches.next();
      try (var files = Files.list(folder)) {
        assertThat(files).hasSize(2);
      }
    }
  }

  @Test
  void next_namesThePictureThatCannotBeReadAndGoesOn() {
    Numbers broken =
        new Numbers() {
          @Override
          public Image load(int index) throws IOException {
            if (index == 3) {
              throw new IOException("cat.3.jpg is cut off");
            }
            return super.load(index);
          }
        };
    try (Batches batches = batches(broken)) {
      batches.next();
      assertThatThrownBy(batches::next)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("cat.3.jpg is cut off");
      assertThat(batches.next().x().data()).containsExactly(4, 5);
    }
  }

  @Test
  void flowFromDirectory_namesTheFileThatCannotBeRead() throws IOException {
    Files.createDirectories(folder.resolve("cats"));
    Path text = folder.resolve("cats/text.jpg");
    Files.writeString(text, "not a picture");
    try (Batches batches =
        new ImageDataGenerator().flowFromDirectory(folder, new DirectoryOptions())) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(text.toString());
    }
  }

  @Test
  void next_refusesAPictureOfAnotherShape() {
    Numbers wrong =
        new Numbers() {
          @Override
          public Image load(int index) {
            return new Image(2, 1, 1, new byte[2]);
          }
        };
    try (Batches batches = batches(wrong)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Picture 0 should have shape (1, 1, 1). Loaded: (2, 1, 1)");
    }
  }

  @Test
  void next_endsWhenItsThreadIsInterrupted() {
    try (Batches batches = batches(stuck(new CountDownLatch(1)))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(batches::next).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void close_endsTheThreadsAndWhoeverWaits() throws InterruptedException {
    CountDownLatch loading = new CountDownLatch(1);
    Batches batches = batches(stuck(loading));
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                batches.next();
              } catch (Throwable e) {
                end.set(e);
              }
            });
    waiting.start();
    loading.await();
    batches.close();
    waiting.join();
    assertThat(end.get()).isNotNull();
    assertThatThrownBy(batches::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("kindling-batches"))) {
      Thread.sleep(1); // or the test runs out of time
    }
  }

  /** Pictures that take for ever, until interrupted. */
  private static PictureSource stuck(CountDownLatch loading) {
    return new Numbers() {
      @Override
      public Image load(int index) throws IOException {
        loading.countDown();
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        return super.load(index);
      }
    };
  }

  @Test
  void batches_belongToTheirReceiver() {
    try (Batches batches = batches(new Numbers())) {
      float[] first = batches.next().x().data();
      float[] before = first.clone();
      for (int i = 0; i < 20; i++) {
        Arrays.fill(batches.next().x().data(), -1);
      }
      assertThat(first).isEqualTo(before);
    }
  }
}
