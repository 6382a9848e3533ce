package dev.kindling.bench;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.models.Model;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.NpyFile;
import dev.kindling.weights.WeightArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kindling's part of {@code bench/check-keras}: for every model {@code NAME.keras} or {@code
 * NAME.h5} of a folder, what it gives for {@code NAME-x0.npy} and so on, as {@code NAME-y0.npy},
 * and the same model written again, as {@code NAME-again.keras}.
 */
final class CheckKeras {

  private CheckKeras() {}

  public static void main(String[] arguments) throws IOException {
    for (Path file : models(Path.of(arguments[0]))) {
      String name = file.getFileName().toString().replaceFirst("\\.[a-z0-9]+$", "");
      try (Model model = Model.load(file)) {
        model.engine(EngineOptions.defaults().precision(Precision.F32));
        List<Tensor> x = new ArrayList<>();
        for (Path given = input(file, name, 0);
            Files.exists(given);
            given = input(file, name, x.size())) {
          x.add(NpyFile.read(given).tensor());
        }
        List<Tensor> y = model.predict(x);
        for (int i = 0; i < y.size(); i++) {
          Path to = file.resolveSibling("%s-y%d.npy".formatted(name, i));
          NpyFile.write(to, WeightArray.of(y.get(i)));
        }
        model.save(file.resolveSibling(name + "-again.keras"));
      }
    }
  }

  private static Path input(Path file, String name, int place) {
    return file.resolveSibling("%s-x%d.npy".formatted(name, place));
  }

  private static List<Path> models(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.(keras|h5)")).sorted().toList();
    }
  }
}
