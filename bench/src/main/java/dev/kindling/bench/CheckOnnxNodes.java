package dev.kindling.bench;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.InferenceProgram;
import dev.kindling.engine.Precision;
import dev.kindling.onnx.OnnxModel;
import dev.kindling.onnx.UnreadableModelException;
import dev.kindling.tensor.Shape;
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
 * Kindling's part of {@code bench/check-onnx-nodes}: for every {@code NAME.onnx} of a folder what
 * it gives for {@code NAME-x0.npy} and so on, as {@code NAME-y.npy}; or why it is refused, as
 * {@code NAME.refused}.
 */
final class CheckOnnxNodes {

  private CheckOnnxNodes() {}

  public static void main(String[] arguments) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
      files = all.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".onnx", "");
      try {
        Tensor y = run(OnnxModel.read(file), file, name);
        NpyFile.write(file.resolveSibling(name + "-y.npy"), WeightArray.of(y));
      } catch (UnreadableModelException e) {
        Files.writeString(
            file.resolveSibling(name + ".refused"),
            String.valueOf(e.getMessage()).replace(file + " ", ""));
      }
    }
  }

  private static Tensor run(OnnxModel model, Path file, String name) throws IOException {
    List<Tensor> x = new ArrayList<>();
    for (int i = 0; i < model.graph().inputs().size(); i++) {
      x.add(NpyFile.read(file.resolveSibling("%s-x%d.npy".formatted(name, i))).tensor());
    }
    int batch = x.get(0).shape().size(0);
    EngineOptions options = EngineOptions.defaults().precision(Precision.F32);
    try (InferenceProgram program =
        InferenceProgram.compile(model.graph(), model.weights(), batch, options)) {
      for (int i = 0; i < x.size(); i++) {
        program.feed(i, x.get(i).data());
      }
      program.run();
      Shape shape = model.graph().shape(model.graph().outputs().get(0)).withBatch(batch);
      Tensor y = Tensor.zeros(shape.toArray());
      program.fetch(0, y.data());
      return y;
    }
  }
}
