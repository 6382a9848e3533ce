package dev.kindling.experiments;

import dev.kindling.backbones.Backbone;
import dev.kindling.models.Model;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.SafetensorsFile;
import dev.kindling.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights of a network that nobody has trained, with PyTorch's names. Kernels are twice as large as
 * they are drawn: in inference, where nothing normalizes, pictures would come to nothing on the
 * way.
 */
final class DrawnWeights {

  private DrawnWeights() {}

  static Path write(Path file, Backbone backbone) throws IOException {
    Map<String, Tensor> state = new LinkedHashMap<>();
    try (Model model = backbone.features()) {
      model
          .initialize(5)
          .getWeights()
          .forEach((name, numbers) -> state.put(torchName(name), enlarged(name, numbers)));
    }
    SafetensorsFile.write(file, Weights.of(state));
    return file;
  }

  private static Tensor enlarged(String name, Tensor numbers) {
    for (int i = 0; name.endsWith("/kernel") && i < numbers.data().length; i++) {
      numbers.data()[i] *= 2;
    }
    return numbers;
  }

  private static String torchName(String name) {
    return name.replace("/kernel", ".weight")
        .replace("/gamma", ".weight")
        .replace("/beta", ".bias")
        .replace("/moving_mean", ".running_mean")
        .replace("/moving_variance", ".running_var");
  }
}
