package dev.kindling.data;

import dev.kindling.files.ContentHash;
import dev.kindling.image.ImageReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Samples divided by what is in them: of each class a part with the smallest content hashes
 * validates, the rest trains.
 *
 * <p>A picture's side depends on its content and on few others', so names and places do not matter
 * and adding pictures moves hardly any old one. Copies of a picture are on the same side. Files
 * that are no whole pictures count for nothing here; they stay with the training part, to be named
 * when it is read.
 *
 * @param training the numbers of the samples that train, in order
 * @param validation the numbers of those that validate, in order
 */
public record Split(List<Integer> training, List<Integer> validation) {

  /** The share that a folder without a validation part gives up for one. */
  static final double FIFTH = 0.2;

  /** A sample and the hash of its content. */
  private record Hashed(int sample, String hash) {}

  /**
   * Divides samples, class by class.
   *
   * @param classes the class of each sample
   * @param hash the content hash of a sample; null for what is no picture. Asked on all cores
   * @param part the share that validates
   */
  public static Split byContent(
      List<?> classes, Function<Integer, @Nullable String> hash, double part) {
    Map<Object, List<Hashed>> byClass =
        IntStream.range(0, classes.size())
            .parallel()
            .boxed()
            .flatMap(sample -> hashed(sample, hash.apply(sample)))
            .sorted(Comparator.comparing(Hashed::hash).thenComparing(Hashed::sample))
            .collect(Collectors.groupingBy(each -> classes.get(each.sample())));
    Set<Integer> validating = new TreeSet<>();
    for (List<Hashed> ofClass : byClass.values()) {
      ofClass.subList(0, validating(ofClass, part)).forEach(each -> validating.add(each.sample()));
    }
    return new Split(
        IntStream.range(0, classes.size()).filter(i -> !validating.contains(i)).boxed().toList(),
        List.copyOf(validating));
  }

  private static Stream<Hashed> hashed(int sample, @Nullable String hash) {
    return hash == null ? Stream.empty() : Stream.of(new Hashed(sample, hash));
  }

  /** The content hash of a file; null for what is no picture. */
  public static @Nullable String hash(Path file) {
    try {
      byte[] content = ImageReader.readContent(file);
      ImageReader.check(content, file.toString());
      return ContentHash.of(content);
    } catch (IOException e) {
      return null;
    }
  }

  /** A part, but at least one of two; no copy of a validating picture trains. */
  private static int validating(List<Hashed> sorted, double part) {
    int count = sorted.size() < 2 ? 0 : Math.max(1, (int) (sorted.size() * part));
    while (count > 0
        && count < sorted.size()
        && sorted.get(count).hash().equals(sorted.get(count - 1).hash())) {
      count++;
    }
    return count == sorted.size() ? 0 : count;
  }

  /** Keras's cut: of each class the first part validates, in the order of the samples. */
  public static Split contiguous(List<?> classes, double part) {
    Map<Object, List<Integer>> byClass =
        IntStream.range(0, classes.size()).boxed().collect(Collectors.groupingBy(classes::get));
    Set<Integer> training = new TreeSet<>();
    Set<Integer> validation = new TreeSet<>();
    for (List<Integer> ofClass : byClass.values()) {
      int cut = (int) (part * ofClass.size());
      validation.addAll(ofClass.subList(0, cut));
      training.addAll(ofClass.subList(cut, ofClass.size()));
    }
    return new Split(List.copyOf(training), List.copyOf(validation));
  }

  /** The numbers of the samples of a subset. */
  public List<Integer> of(Subset subset) {
    return subset == Subset.TRAINING ? training : validation;
  }
}
