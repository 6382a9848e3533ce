package dev.kindling.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The pictures of one class divided by what is in them: the fifth with the smallest content hash
 * validates, the rest trains.
 *
 * <p>A picture's side depends on its content and on few others', so names and places do not matter
 * and adding pictures moves hardly any old one. Copies of a picture are on the same side.
 */
record Split(List<Path> training, List<Path> validation) {

  private record Hashed(String hash, Path file) {}

  static Split of(List<Path> files) throws IOException {
    List<Hashed> hashed = new ArrayList<>();
    for (Path file : files) {
      hashed.add(new Hashed(ContentHash.of(file), file));
    }
    hashed.sort(Comparator.comparing(Hashed::hash));
    int count = validating(hashed);
    List<Path> validation = new ArrayList<>();
    for (Hashed file : hashed.subList(0, count)) {
      validation.add(file.file());
    }
    List<Path> training = new ArrayList<>(files);
    training.removeAll(validation);
    validation.sort(Comparator.comparingInt(files::indexOf));
    return new Split(training, validation);
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
