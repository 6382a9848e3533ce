package dev.kindling.bench.compare;

import dev.kindling.ImageClassifier;
import dev.kindling.bench.ArticleGenerator;
import dev.kindling.bench.ArticleNetwork;
import dev.kindling.bench.MadePicture;
import dev.kindling.data.Batches;
import dev.kindling.data.LabelledFile;
import dev.kindling.data.PictureFiles;
import dev.kindling.data.Pictures;
import dev.kindling.engine.EngineOptions;
import dev.kindling.image.DecodeOptions;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageSize;
import dev.kindling.image.ImageWriter;
import dev.kindling.image.Interpolation;
import dev.kindling.models.Sequential;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What work takes of memory, as Linux counts it: {@code bench/memory}. */
@Command(name = "bench/memory", mixinStandardHelpOptions = true)
final class MemoryUse {

  /** What may grow after the warm-up, as a part. */
  private static final double TOLERANCE = 0.05;

  private static final int SAMPLES = 10;

  /** Different pictures in the stream: an even number, so that links stay in their class. */
  private static final int DRAWN = 50;

  private static final long STREAM_BUDGET = 64 << 20;
  private static final Path OWN_STATUS = Path.of("/proc/self/status");

  private long leastResident = Long.MAX_VALUE;
  private long mostResident;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new MemoryUse()).execute(arguments));
  }

  /** One piece of work. */
  private interface Work {
    void run() throws IOException;
  }

  @Command(description = "Training steps of the article's network.")
  int steps(@Option(names = "--count", defaultValue = "1000") int count) throws IOException {
    NumpyRandom random = new NumpyRandom(1);
    Tensor pictures = ArticleNetwork.pictures(random);
    Tensor labels = ArticleNetwork.labels(random);
    try (Sequential model = ArticleNetwork.model(EngineOptions.defaults(), 1)) {
      return watch("training steps", count, () -> model.trainOnBatch(pictures, labels));
    }
  }

  @Command(description = "Predictions of the pictures in a folder, one by one from their files.")
  int predictions(
      @Parameters(paramLabel = "MODEL") Path file,
      @Parameters(paramLabel = "FOLDER") Path folder,
      @Option(names = "--count", defaultValue = "10000") int count)
      throws IOException {
    List<Path> pictures;
    try (Stream<Path> below = Files.walk(folder)) {
      pictures = below.filter(Files::isRegularFile).sorted().toList();
    }
    try (ImageClassifier classifier = ImageClassifier.load(file)) {
      int[] next = {0};
      return watch(
          "predictions",
          count,
          () -> classifier.predict(pictures.get(next[0]++ % pictures.size())));
    }
  }

  @Command(description = "A pass over so many files that they cannot all stay in memory.")
  int stream(@Option(names = "--count", defaultValue = "200000") int count) throws IOException {
    Path folder = Files.createTempDirectory("kindling-stream");
    try {
      link(folder, count);
      List<LabelledFile> files =
          PictureFiles.below(folder).stream()
              .map(file -> new LabelledFile(file, file.getName(file.getNameCount() - 2).toString()))
              .toList();
      int threads = Runtime.getRuntime().availableProcessors();
      ImageSize size = new ImageSize(ArticleNetwork.SIZE, ArticleNetwork.SIZE);
      Pictures pictures =
          Pictures.load(
              files,
              List.of("even", "odd"),
              size,
              Interpolation.NEAREST,
              new DecodeOptions(),
              threads,
              STREAM_BUDGET,
              read -> {});
      FlowOptions flow = new FlowOptions().batchSize(ArticleNetwork.BATCH).seed(1);
      try (Batches batches = ArticleGenerator.training().flow(pictures, pictures.labels(), flow)) {
        return watch("batches of a pass", batches.size() * 9 / 10, batches::next);
      }
    } finally {
      deleteFolder(folder);
    }
  }

  /** Many names for a few drawn pictures, in two class folders. */
  private static void link(Path folder, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Path of = Files.createDirectories(folder.resolve(i % 2 == 0 ? "even" : "odd"));
      Path file = of.resolve(i + ".jpg");
      if (i < DRAWN) {
        ImageWriter.write(MadePicture.of(200 + i, 200), file, ImageFormat.JPEG);
      } else {
        Files.createLink(file, of.resolve(i % DRAWN + ".jpg"));
      }
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(each);
      }
    }
  }

  @Command(description = "A whole program: the most that it ever held.")
  int whole(@Parameters(paramLabel = "COMMAND") String[] command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    // Its own peak stays after each look, so only the last moments can be missed.
    long most = 0;
    while (process.isAlive()) {
      most = Math.max(most, mebibytes(status, "VmHWM:"));
      Thread.sleep(50);
    }
    System.out.printf(
        Locale.ROOT, "at most %d MiB resident: %s%n", most, String.join(" ", command));
    return process.exitValue();
  }

  /** Works a tenth of it to warm up, then all of it. */
  private int watch(String what, int count, Work work) throws IOException {
    System.out.printf(Locale.ROOT, "%8s  %12s  %14s%n", "done", "resident MiB", "live heap MiB");
    int part = Math.max(1, count / SAMPLES);
    for (int done = 0; done <= count; done += part) {
      for (int i = 0; i < part; i++) {
        work.run();
      }
      sample(done);
    }
    double growth = (double) mostResident / leastResident - 1;
    System.out.printf(
        Locale.ROOT, "%s: %.1f %% between the least and the most%n", what, 100 * growth);
    return growth <= TOLERANCE ? 0 : 1;
  }

  private void sample(int done) {
    long resident = mebibytes(OWN_STATUS, "VmRSS:");
    leastResident = Math.min(leastResident, resident);
    mostResident = Math.max(mostResident, resident);
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long live = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    System.out.printf(Locale.ROOT, "%8d  %12d  %14d%n", done, resident, live);
  }

  /** A line of Linux's status of a process; 0 if the process has just ended. */
  private static long mebibytes(Path status, String line) {
    List<String> lines;
    try {
      lines = Files.readAllLines(status, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return 0;
    }
    return lines.stream()
        .filter(text -> text.startsWith(line))
        .mapToLong(text -> Long.parseLong(text.replaceAll("[^0-9]", "")) >> 10)
        .findFirst()
        .orElse(0);
  }
}
