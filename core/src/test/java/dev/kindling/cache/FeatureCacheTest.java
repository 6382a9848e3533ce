package dev.kindling.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {

  private static final int FEATURES = 1280;
  private static final int ENTRY = FEATURES * Float.BYTES;

  @TempDir Path folder;

  private static FeatureKey key(int number) {
    return new FeatureKey("picture " + number, "", "network", "150x150");
  }

  private static float[] features(int number) {
    float[] features = new float[FEATURES];
    for (int i = 0; i < features.length; i++) {
      features[i] = number + i / 7f;
    }
    return features;
  }

  private static Map<FeatureKey, float[]> entries(int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .collect(Collectors.toMap(FeatureCacheTest::key, FeatureCacheTest::features));
  }

  private static List<FeatureKey> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(FeatureCacheTest::key).toList();
  }

  private FeatureCache open(long limit) throws IOException {
    return FeatureCache.open(folder.resolve("home/cache.db"), limit);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void itsLibrary_isUnpackedOnceForAllProcesses() throws IOException {
    open(1 << 20).close();

    String folder = " " + Loader.getCacheDir() + "/";
    List<String> libraries;
    try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
      libraries = mapped.filter(line -> line.contains("sqlitejdbc")).toList();
    }
    assertThat(libraries).isNotEmpty().allMatch(line -> line.contains(folder));
  }

  @Test
  void givesBackWhatWasPut_alsoToTheNextProcess() throws IOException {
    try (FeatureCache cache = open(1 << 20)) {
      cache.put(entries(0, 3));
    }
    try (FeatureCache cache = open(1 << 20)) {
      Map<FeatureKey, float[]> found = cache.get(keys(1, 5));

      assertThat(found.keySet()).containsExactly(key(1), key(2));
      assertThat(found.get(key(2))).isEqualTo(features(2));
      assertThat(cache.info())
          .isEqualTo(new CacheInfo(folder.resolve("home/cache.db"), 3, 3 * ENTRY, 1 << 20));
    }
  }

  @Test
  void key_isAllThatDecides() throws IOException {
    FeatureKey key = new FeatureKey("a", "b", "c", "d");
    try (FeatureCache cache = open(1 << 20)) {
      cache.put(Map.of(key, features(1)));

      List<FeatureKey> others =
          List.of(
              new FeatureKey("x", "b", "c", "d"),
              new FeatureKey("a", "x", "c", "d"),
              new FeatureKey("a", "b", "x", "d"),
              new FeatureKey("a", "b", "c", "x"),
              new FeatureKey("ab", "", "c", "d"),
              new FeatureKey("", "ab", "c", "d"));
      assertThat(cache.get(others)).isEmpty();
    }
  }

  @Test
  void limit_leavesOutWhatWasNotAskedForLongest() throws Exception {
    try (FeatureCache cache = open(4L * ENTRY)) {
      cache.put(entries(0, 2));
      Thread.sleep(5); // The clock that tells what is older counts milliseconds.
      cache.put(entries(2, 4));
      Thread.sleep(5);
      cache.get(keys(0, 1));
      cache.put(entries(4, 6));

      assertThat(cache.get(keys(0, 6)).keySet()).contains(key(0), key(4), key(5)).hasSize(4);
      assertThat(cache.get(keys(1, 2))).isEmpty();
      assertThat(cache.info().bytes()).isEqualTo(4L * ENTRY);
    }
  }

  @Test
  void clear_forgetsAndShrinks() throws IOException {
    Path file = folder.resolve("home/cache.db");
    try (FeatureCache cache = open(1 << 30)) {
      cache.put(entries(0, 500));
      cache.clear();

      assertThat(cache.get(keys(0, 500))).isEmpty();
      cache.put(entries(0, 1));
      assertThat(cache.get(keys(0, 1))).hasSize(1);
    }
    assertThat(Files.size(file)).isLessThan(100 * 1024L);
  }

  @Test
  void damagedValue_isNotThere() throws IOException {
    Path file = folder.resolve("home/cache.db");
    try (FeatureCache cache = open(1 << 20)) {
      cache.put(entries(0, 1));
    }
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(raw.length() - 100); // In the last page, which holds the end of the only value.
      raw.write(new byte[] {1, 2, 3, 4});
    }
    try (FeatureCache cache = open(1 << 20)) {
      assertThat(cache.get(keys(0, 1))).isEmpty();
    }
  }

  @Test
  void otherFile_isRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "no database ".repeat(1000));

    assertThatThrownBy(() -> FeatureCache.open(file, 1 << 20))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("notes.txt")
        .hasMessageContaining("not a database")
        .hasMessageContaining("kindling cache clear");
    FeatureCache.delete(file);
    assertThat(file).doesNotExist();
  }

  @Test
  void twoProcesses_loseNothingOfEachOther() throws Exception {
    Process first = writer(0, 40);
    Process second = writer(20, 60);

    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    try (FeatureCache cache = open(1 << 30)) {
      Map<FeatureKey, float[]> found = cache.get(keys(0, 60));
      assertThat(found).hasSize(60);
      for (int i = 0; i < 60; i++) {
        assertThat(found.get(key(i))).isEqualTo(features(i));
      }
    }
  }

  @Test
  void killedProcess_leavesWhatItHadPut() throws Exception {
    Process writer = writer(0, 1_000_000);
    int put;
    try (BufferedReader said = writer.inputReader(StandardCharsets.UTF_8)) {
      put = 0;
      while (put < 20) {
        put = Integer.parseInt(said.readLine());
      }
      writer.destroyForcibly().waitFor();
    }
    try (FeatureCache cache = open(1 << 30)) {
      Map<FeatureKey, float[]> found = cache.get(keys(0, put));
      assertThat(found).hasSize(put);
      assertThat(found.get(key(put - 1))).isEqualTo(features(put - 1));
      cache.put(entries(0, 1));
    }
  }

  private Process writer(int from, int to) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            folder.resolve("home/cache.db").toString(),
            "" + from,
            "" + to)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Puts one picture after the other, and says after each how many there are. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] args) throws IOException {
      int from = Integer.parseInt(args[1]);
      try (FeatureCache cache = FeatureCache.open(Path.of(args[0]), 1 << 30)) {
        for (int i = from; i < Integer.parseInt(args[2]); i++) {
          cache.put(entries(i, i + 1));
          System.out.println(i - from + 1);
          System.out.flush();
        }
      }
    }
  }
}
