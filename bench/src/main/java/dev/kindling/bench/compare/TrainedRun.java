package dev.kindling.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What {@code kindling train --json} told of a run of the article's first recipe.
 *
 * @param contender the name of the program
 * @param pictures how many an epoch trains on
 * @param seconds of each epoch, its training alone
 * @param accuracies on the validation pictures after each epoch
 */
record TrainedRun(String contender, int pictures, List<Double> seconds, List<Double> accuracies) {

  private static final int LAST = 10;

  /** Trains in a process of its own; the model is thrown away. */
  static TrainedRun of(Contender program, Path data, long seed, int epochs) throws IOException {
    Path model = Files.createTempFile("compared", ".onnx");
    try {
      JsonNode answer =
          program.run(
              List.of(
                  "train",
                  data.toString(),
                  "--recipe",
                  "scratch",
                  "--seed",
                  String.valueOf(seed),
                  "--epochs",
                  String.valueOf(epochs),
                  "--threads",
                  String.valueOf(program.threads()),
                  "--out",
                  model.toString(),
                  "--json"));
      List<Double> seconds = new ArrayList<>();
      List<Double> accuracies = new ArrayList<>();
      for (JsonNode epoch : answer.path("epochs")) {
        seconds.add(epoch.path("seconds").asDouble());
        accuracies.add(epoch.path("val_accuracy").asDouble());
      }
      return new TrainedRun(program.name(), countPictures(data), seconds, accuracies);
    } finally {
      Files.delete(model);
    }
  }

  private static int countPictures(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("train"))) {
      return (int) files.filter(Files::isRegularFile).count();
    }
  }

  void addRates(Results results) {
    results.add(contender, "fit, first epoch", pictures / seconds.get(0));
    List<Double> later = seconds.subList(1, seconds.size());
    if (!later.isEmpty()) {
      results.add(contender, "fit", pictures / new Figure(later).median());
    }
  }

  void addAccuracies(Results results) {
    int from = Math.max(0, accuracies.size() - LAST);
    double mean =
        accuracies.subList(from, accuracies.size()).stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElseThrow();
    results.add(contender, "accuracy at the end", accuracies.get(accuracies.size() - 1));
    results.add(contender, "accuracy of the last ten", mean);
    results.add(contender, "best accuracy", Collections.max(accuracies));
  }

  /** The rate of each epoch and what it came to. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.0f pictures a second in the first epoch, accuracies %s",
        pictures / seconds.get(0),
        accuracies);
  }
}
