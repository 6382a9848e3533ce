package dev.kindling.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.models.Sequential;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.NpyFile;
import dev.kindling.weights.NpzFile;
import dev.kindling.weights.SafetensorsFile;
import dev.kindling.weights.TorchFile;
import dev.kindling.weights.WeightArray;
import dev.kindling.weights.WeightFile;
import dev.kindling.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kindling's part of {@code bench/check-weights}. Reads what the script wrote into a folder and
 * writes the same again: every file of {@code arrays} as .npz, .safetensors and (if PyTorch has its
 * types) .pth into {@code arrays-out}; for every {@code NAME.json} of {@code models} what the model
 * gives for {@code NAME-x.npy} with the weights of {@code NAME.weights.h5} and of {@code NAME.h5},
 * and these weights in both layouts, into {@code models-out}.
 */
final class CheckWeights {

  private CheckWeights() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path arraysOut = Files.createDirectories(folder.resolve("arrays-out"));
    for (Path file : files(folder.resolve("arrays"), "")) {
      Weights weights = WeightFile.read(file);
      String name = file.getFileName().toString();
      NpzFile.write(arraysOut.resolve(name + ".npz"), weights);
      SafetensorsFile.write(arraysOut.resolve(name + ".safetensors"), weights);
      try {
        TorchFile.write(arraysOut.resolve(name + ".pth"), weights);
      } catch (IllegalArgumentException e) {
        System.out.println(name + ": " + e.getMessage());
      }
    }
    Path modelsOut = Files.createDirectories(folder.resolve("models-out"));
    for (Path config : files(folder.resolve("models"), ".json")) {
      String name = config.getFileName().toString().replace(".json", "");
      Tensor x = NpyFile.read(config.resolveSibling(name + "-x.npy")).tensor();
      for (String layout : List.of(".weights.h5", ".h5")) {
        try (Sequential model =
            Sequential.fromConfig(new ObjectMapper().readTree(config.toFile()))) {
          model.engine(EngineOptions.defaults().precision(Precision.F32));
          model.loadWeights(config.resolveSibling(name + layout));
          NpyFile.write(
              modelsOut.resolve(name + layout + "-y.npy"), WeightArray.of(model.predict(x)));
          model.saveWeights(modelsOut.resolve(name + layout));
        }
      }
    }
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
