package dev.kindling.data;

import dev.kindling.image.ImageReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pictures of one class divided by what is in them: the fifth with the smallest content hash
 * validates, the rest trains.
 *
 * <p>A picture's side depends on its content and on few others', so names and places do not matter
 * and adding pictures moves hardly any old one. Copies of a picture are on the same side. Files
 * that are no whole pictures count for nothing here; they stay with the training part, to be named
 * when it is read.
 */
record Split(List<Path> training, List<Path> validation) {

  /** A picture and the hash of its content. */
  private record Hashed(Path file, String hash) {

    /** None for what is no picture. */
    static Stream<Hashed> of(Path file) {
      try {
        byte[] content = ImageReader.readContent(file);
        ImageReader.check(content, file.toString());
        return Stream.of(new Hashed(file, ContentHash.of(content)));
      } catch (IOException e) {
        return Stream.empty();
      }
    }
  }

  /** Reads all files once, on all cores. */
  static Split of(List<Path> files) {
    List<Hashed> pictures =
        files.parallelStream()
            .flatMap(Hashed::of)
            .sorted(Comparator.comparing(Hashed::hash))
            .toList();
    Set<Path> validating =
        pictures.subList(0, validating(pictures)).stream()
            .map(Hashed::file)
            .collect(Collectors.toSet());
    return new Split(
        files.stream().filter(file -> !validating.contains(file)).toList(),
        files.stream().filter(validating::contains).toList());
  }

  /** A fifth, but at least one of two; no copy of a validating picture trains. */
  private static int validating(List<Hashed> sorted) {
    int count = sorted.size() < 2 ? 0 : Math.max(1, sorted.size() / 5);
    while (count > 0
        && count < sorted.size()
        && sorted.get(count).hash().equals(sorted.get(count - 1).hash())) {
      count++;
    }
    return count == sorted.size() ? 0 : count;
  }
}
