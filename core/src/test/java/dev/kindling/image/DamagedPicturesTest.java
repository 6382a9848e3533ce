package dev.kindling.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged pictures of every format: each is read or refused by name, in a process that may take 512
 * MiB for Java's objects, and lives on. {@code bench/fuzz-images} asks for more of them.
 */
class DamagedPicturesTest {

  private static final int COUNT = Integer.getInteger("kindling.mutations", 1500);
  private static final long SEED = Long.getLong("kindling.seed", 20164);

  /** The ways in which pictures are asked for, in turn. */
  private static final List<DecodeOptions> OPTIONS =
      List.of(
          new DecodeOptions(),
          DecodeOptions.asKeras(),
          new DecodeOptions().reducedFor(new ImageSize(3, 3)),
          new DecodeOptions().colorMode(ColorMode.RGBA).reducedFor(new ImageSize(224, 224)),
          new DecodeOptions().colorMode(ColorMode.GRAYSCALE));

  @Test
  @Timeout(7200)
  void damagedPicture_isReadOrNamed_inBoundedMemory() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(DamagedPicturesTest.class.getName(), "" + SEED, "" + COUNT));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(said);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** The most memory that this process ever held, in bytes; 0 where the system does not say. */
  private static long largestProcess() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  /** Reads the damaged pictures of so many numbers from a first one on; prints what came of it. */
  public static void main(String[] arguments) throws IOException {
    long first = Long.parseLong(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    DamagedPictures pictures = new DamagedPictures(Path.of("src/test/resources/golden/image"));
    int read = 0;
    int refused = 0;
    int failed = 0;
    double slowest = 0;
    String slowestName = "";
    for (long seed = first; seed < first + count; seed++) {
      DamagedPictures.Damaged damaged = pictures.of(seed);
      String name = "seed %d, %s".formatted(seed, damaged.from());
      DecodeOptions options = OPTIONS.get(new Random(seed).nextInt(OPTIONS.size()));
      long start = System.nanoTime();
      try {
        ImageReader.decode(damaged.content(), name, options);
        read++;
      } catch (UnreadableImageException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        failed++;
        System.out.printf("FAILED: %s: %s%n", name, e);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (seconds > slowest) {
        slowest = seconds;
        slowestName = name + " " + options;
      }
    }
    System.out.printf("pictures      %,8d%n", read);
    System.out.printf("named errors  %,8d%n", refused);
    System.out.printf("failures      %,8d%n", failed);
    System.out.printf("slowest       %8.2f s  (%s)%n", slowest, slowestName);
    System.out.printf("largest process %6d MiB%n", largestProcess() >> 20);
    boolean bothTried = count < 100 || (read > count / 10 && refused > count / 10);
    if (failed > 0 || !bothTried) {
      System.exit(1);
    }
  }
}
