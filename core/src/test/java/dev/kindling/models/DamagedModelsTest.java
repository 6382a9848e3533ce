package dev.kindling.models;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kindling.Mutations;
import dev.kindling.weights.GoldenFiles;
import dev.kindling.weights.WeightFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keras's files of whole models, damaged at random: outside, or in the config or the weights within
 * a whole archive. Each is read or refused by name, in little memory. {@code bench/fuzz-weights}
 * asks for more of them.
 */
class DamagedModelsTest {

  private static final int MUTATIONS = Integer.getInteger("kindling.mutations", 600);
  private static final int SEED = Integer.getInteger("kindling.seed", 7);
  private static final long MOST_BYTES = 256L << 20;

  @TempDir Path folder;

  @Test
  @Timeout(3600)
  void damagedModel_isReadOrNamed_inBoundedMemory() throws Exception {
    Map<String, byte[]> files = GoldenFiles.open("models/keras_models.zip").files();
    List<String> names = List.copyOf(files.keySet());
    Mutations mutations = new Mutations(new Random(SEED));
    int refused = 0;
    long most = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      String name = names.get(i % names.size());
      byte[] whole = requireNonNull(files.get(name));
      boolean within = name.endsWith(".keras") && i / names.size() % 4 > 0;
      byte[] damaged =
          within ? damagedWithin(whole, i / names.size() % 4 == 1, mutations) : mutations.of(whole);
      Path file = Files.write(folder.resolve("damaged"), damaged);
      long before = allocated();
      try {
        Model.load(file).close();
      } catch (WeightFileException e) {
        assertThat(e).hasMessageStartingWith(file + " ");
        refused++;
      } catch (IOException | RuntimeException | Error e) {
        Path kept = Path.of("target", "damaged-" + i + "-" + name);
        Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
        throw new AssertionError("mutation %d of %s, kept as %s".formatted(i, name, kept), e);
      }
      most = Math.max(most, allocated() - before);
      assertThat(allocated() - before)
          .as("bytes for mutation %d of %s", i, name)
          .isLessThan(MOST_BYTES);
    }
    System.out.printf(
        "%d models, %d refused, at most %d KiB for one%n", MUTATIONS, refused, most >> 10);
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS * 99 / 100);
  }

  /** The archive with another config, or other weights, and right checksums. */
  private static byte[] damagedWithin(byte[] archive, boolean weights, Mutations mutations)
      throws IOException {
    String damaged = weights ? "model.weights.h5" : "config.json";
    List<String> names = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(archive));
        ZipOutputStream to = new ZipOutputStream(out)) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        byte[] bytes = from.readAllBytes();
        names.add(entry.getName());
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(entry.getName().equals(damaged) ? mutations.of(bytes) : bytes);
      }
    }
    assertThat(names).contains(damaged);
    return out.toByteArray();
  }

  /** All that this thread has allocated so far. */
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
