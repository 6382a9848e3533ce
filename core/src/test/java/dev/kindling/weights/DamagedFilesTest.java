package dev.kindling.weights;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kindling.Mutations;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of every format, damaged at random: each is read or refused by name, in little memory.
 * {@code bench/fuzz-weights} asks for more of them.
 */
class DamagedFilesTest {

  private static final int MUTATIONS = Integer.getInteger("kindling.mutations", 1500);
  private static final int SEED = Integer.getInteger("kindling.seed", 20163);

  /** What one file may take; Java itself keeps some for each zip archive and HDF5 group. */
  private static final long MOST_BYTES = 128L << 20;

  @TempDir Path folder;

  @Test
  @Timeout(3600)
  void damagedFile_isReadOrNamed_inBoundedMemory() throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    for (String golden : List.of("arrays", "state_dicts", "keras_files")) {
      files.putAll(GoldenFiles.open("weights/" + golden + ".zip").files());
    }
    List<String> names = byFormat(files);
    Mutations mutations = new Mutations(new Random(SEED));
    int refused = 0;
    long most = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      String name = names.get(i % names.size());
      Path file =
          Files.write(folder.resolve("damaged"), mutations.of(requireNonNull(files.get(name))));
      long before = allocated();
      try {
        readAll(file);
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
        "%d files, %d refused, at most %d KiB for one%n", MUTATIONS, refused, most >> 10);
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10); // both ends are really tried
  }

  /** In turn one of each format: there are many small .npy files and few others. */
  private static List<String> byFormat(Map<String, byte[]> files) {
    Map<String, List<String>> formats = new TreeMap<>();
    for (String name : files.keySet()) {
      String format = name.startsWith("legacy") ? "legacy" : name.substring(name.lastIndexOf('.'));
      formats.computeIfAbsent(format, key -> new ArrayList<>()).add(name);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      for (List<String> format : formats.values()) {
        names.add(format.get(i % format.size()));
      }
    }
    return names;
  }

  private static void readAll(Path file) throws IOException {
    for (WeightArray array : WeightFile.read(file).arrays().values()) {
      if (array.shape().elements() < 1 << 20) {
        array.doubles();
        array.tensor();
      }
    }
  }

  /** All that this thread has allocated so far. */
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
