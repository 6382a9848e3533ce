package dev.kindling.bench;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageWriter;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.random.NumpyRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The article's generator on one thread, to 150x150, from decoded arrays and from JPEG files of
 * 200x200: pictures a second.
 */
public class GeneratorBenchmark extends KernelBenchmark {

  private static final int FILES = 64;

  private final Path folder = folderOfPictures();
  private final Batches files = fromFiles(folder);
  private final Batches arrays =
      ArticleGenerator.training()
          .flow(ArticleNetwork.pictures(new NumpyRandom(1)), new FlowOptions().seed(1).threads(1));

  private static Path folderOfPictures() {
    try {
      Path folder = Files.createTempDirectory("generator");
      for (String name : List.of("cats", "dogs")) {
        Path ofClass = Files.createDirectory(folder.resolve(name));
        for (int i = 0; i < FILES; i++) {
          ImageWriter.write(
              MadePicture.of(200, 200), ofClass.resolve(i + ".jpg"), ImageFormat.JPEG);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Batches fromFiles(Path folder) {
    try {
      return ArticleGenerator.training()
          .flowFromDirectory(folder, ArticleGenerator.fromFolder(1, 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From decoded arrays. */
  @Benchmark
  @OperationsPerInvocation(ArticleNetwork.BATCH)
  public Batch arrays() {
    return arrays.next();
  }

  /** From files. */
  @Benchmark
  @OperationsPerInvocation(ArticleNetwork.BATCH)
  public Batch files() {
    return files.next();
  }

  /** Ends the threads and removes the files. */
  @TearDown
  public void close() throws IOException {
    arrays.close();
    files.close();
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
