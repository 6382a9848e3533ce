package dev.kindling.data;

import dev.kindling.files.ContentHash;
import dev.kindling.image.DecodeOptions;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The readable pictures of a part, each resized to one size, with their labels. Every file has been
 * read once; what could not be is {@linkplain #skipped() left out and named}.
 *
 * <p>The first pictures are kept in memory, as many as fit a budget; the others are read again
 * whenever they are asked for. Any number of threads may ask.
 */
public final class Pictures implements PictureSource {

  private final ImageSize imageSize;
  private final Interpolation interpolation;
  private final DecodeOptions decode;
  private final List<String> labels;
  private final List<LabelledFile> files;
  private final List<@Nullable Image> kept;
  private final List<SkippedFile> skipped;
  private final List<String> hashes;
  private final String digest;

  /** What came of one file: a picture that is kept, one that is not, or none. */
  private record Read(@Nullable Image kept, @Nullable String hash, @Nullable SkippedFile skipped) {}

  private Pictures(
      List<LabelledFile> files,
      List<Read> reads,
      List<String> labels,
      ImageSize imageSize,
      Interpolation interpolation,
      DecodeOptions decode) {
    this.imageSize = imageSize;
    this.interpolation = interpolation;
    this.decode = decode;
    this.labels = List.copyOf(labels);
    List<LabelledFile> readable = new ArrayList<>();
    List<SkippedFile> left = new ArrayList<>();
    List<String> contents = new ArrayList<>();
    kept = new ArrayList<>();
    MessageDigest sum = ContentHash.sha256();
    for (int i = 0; i < files.size(); i++) {
      LabelledFile file = files.get(i);
      Read read = reads.get(i);
      if (read.skipped() != null) {
        left.add(read.skipped());
        continue;
      }
      readable.add(file);
      kept.add(read.kept());
      contents.add(String.valueOf(read.hash()));
      sum.update("%s %s\n".formatted(read.hash(), file.label()).getBytes(StandardCharsets.UTF_8));
    }
    this.files = List.copyOf(readable);
    this.skipped = List.copyOf(left);
    this.hashes = List.copyOf(contents);
    this.digest = HexFormat.of().formatHex(sum.digest());
  }

  /** The bytes that pictures may take in memory unless said otherwise: a quarter of the heap. */
  public static long defaultBudget() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  /**
   * Reads files, on several threads at once.
   *
   * @param files the files, each with one of the labels
   * @param labels the names of the classes, in order
   * @param decode how pictures come out of their files
   * @param threads how many threads read, at least 1
   * @param budget the bytes that pictures may take in memory
   * @param progress told now and then how many files have been read; by this thread
   * @throws CancellationException if this thread is interrupted; it stays marked as interrupted
   */
  public static Pictures load(
      List<LabelledFile> files,
      List<String> labels,
      ImageSize imageSize,
      Interpolation interpolation,
      DecodeOptions decode,
      int threads,
      long budget,
      IntConsumer progress) {
    return load(
        files,
        labels,
        imageSize,
        interpolation,
        decode,
        threads,
        budget,
        content -> false,
        progress);
  }

  /**
   * The same, where some pictures are not decoded, as they will hardly be asked for.
   *
   * @param known tells of the SHA-256 of what is in a file whether it is known to be a readable
   *     picture; asked by several threads
   */
  public static Pictures load(
      List<LabelledFile> files,
      List<String> labels,
      ImageSize imageSize,
      Interpolation interpolation,
      DecodeOptions decode,
      int threads,
      long budget,
      Predicate<String> known,
      IntConsumer progress) {
    long keep = budget / (imageSize.pixels() * 3);
    ExecutorService readers = Executors.newFixedThreadPool(threads, Pictures::daemon);
    try {
      List<Future<Read>> pending = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        LabelledFile file = files.get(i);
        boolean keeps = i < keep;
        pending.add(
            readers.submit(() -> read(file, imageSize, interpolation, decode, keeps, known)));
      }
      List<Read> reads = new ArrayList<>();
      for (Future<Read> each : pending) {
        LabelledFile file = files.get(reads.size());
        reads.add(Patience.DEFAULT.await(each, () -> file.file().toString()));
        progress.accept(reads.size());
      }
      return new Pictures(files, reads, labels, imageSize, interpolation, decode);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while pictures were read.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException("A picture could not be read: " + e.getCause(), e.getCause());
    } finally {
      readers.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "kindling-pictures");
    thread.setDaemon(true);
    return thread;
  }

  private static Read read(
      LabelledFile file,
      ImageSize size,
      Interpolation interpolation,
      DecodeOptions decode,
      boolean keeps,
      Predicate<String> known) {
    try {
      byte[] content = ImageReader.readContent(file.file());
      String hash = ContentHash.of(content);
      if (known.test(hash)) {
        return new Read(null, hash, null);
      }
      Image image = ImageReader.decode(content, file.file().toString(), decode);
      Image kept = keeps ? Resize.resize(image, size, interpolation) : null;
      return new Read(kept, hash, null);
    } catch (IOException e) {
      return new Read(null, null, SkippedFile.of(file.file(), e));
    }
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public Shape pictureShape() {
    return Shape.of(imageSize.height(), imageSize.width(), 3);
  }

  @Override
  public Image load(int index) throws IOException {
    Image image = kept.get(index);
    if (image != null) {
      return image;
    }
    Image whole = ImageReader.read(files.get(index).file(), decode);
    return Resize.resize(whole, imageSize, interpolation);
  }

  @Override
  public String name(int index) {
    return files.get(index).file().toString();
  }

  /** The readable files, in order. */
  public List<LabelledFile> files() {
    return files;
  }

  /** The SHA-256 of what is in each readable file, in order. */
  public List<String> hashes() {
    return hashes;
  }

  /** The files that were left out, and why. */
  public List<SkippedFile> skipped() {
    return skipped;
  }

  /** The number of readable pictures of each class, in the order of the labels. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    labels.forEach(label -> counts.put(label, 0));
    files.forEach(file -> counts.merge(file.label(), 1, Integer::sum));
    return counts;
  }

  /**
   * Checks that there is something to learn in these pictures.
   *
   * @throws DataFolderException if fewer than two classes have readable pictures
   */
  public void requireTrainable() throws DataFolderException {
    if (files.isEmpty()) {
      throw new DataFolderException(
          skipped.isEmpty()
              ? "There are no pictures to train on."
              : "None of %d files is a readable picture. The first: %s %s"
                  .formatted(skipped.size(), skipped.get(0).file(), skipped.get(0).reason()));
    }
    List<String> found =
        counts().entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList();
    if (found.size() < 2) {
      throw new DataFolderException(
          "A classifier needs at least two classes. Only '%s' has readable pictures, and %d %s."
              .formatted(
                  found.get(0),
                  skipped.size(),
                  skipped.size() == 1 ? "file was left out" : "files were left out"));
    }
  }

  /**
   * Checks that there is a picture of each class.
   *
   * @throws DataFolderException naming a class of which none can be read
   */
  public void requireEachClass() throws DataFolderException {
    for (Map.Entry<String, Integer> count : counts().entrySet()) {
      if (count.getValue() == 0) {
        throw new DataFolderException(
            "No file of the class '%s' in the training part is a picture that can be read (%d of all files were left out)."
                .formatted(count.getKey(), skipped.size()));
      }
    }
  }

  /** SHA-256 over the contents and classes of the readable files, in order; paths play no part. */
  public String digest() {
    return digest;
  }

  /**
   * The labels as a network learns them: {@code (n)} of 0 for the first and 1 for the second of two
   * classes, {@code (n, classes)} with a single 1 in each row for more.
   */
  public Tensor labels() {
    List<Integer> classOf = files.stream().map(file -> labels.indexOf(file.label())).toList();
    return labels.size() == 2
        ? Labels.numbers(classOf)
        : Labels.categorical(classOf, labels.size());
  }
}
