package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.GlobalAveragePooling2D;
import dev.kindling.layers.Input;
import dev.kindling.models.LoadOptions;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.onnx.OnnxModel;
import dev.kindling.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks from and for other programs: import and export. */
class ExchangeCommandsTest {

  @TempDir static Path folder;
  private static Path keras;

  @BeforeAll
  static void save() throws IOException {
    keras = folder.resolve("network.keras");
    try (Sequential model = new Sequential()) {
      model.add(new Input(8, 9, 3)).add(new Conv2D(4, 3)).add(new GlobalAveragePooling2D());
      model.add(new Dense(2).activation(ActivationFunction.SOFTMAX));
      model.save(keras);
      Files.writeString(folder.resolve("model.json"), model.toConfig().toString());
      model.saveWeights(folder.resolve("first_try.h5"));
    }
  }

  private static Path imported(Object... arguments) {
    Path out = folder.resolve("imported-" + System.nanoTime() + ".onnx");
    Object[] all = new Object[arguments.length + 3];
    all[0] = "import";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--out";
    all[arguments.length + 2] = out;
    Run run = Run.of(all);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("Wrote " + out);
    return out;
  }

  @Test
  void import_keepsTheNetworksOwnInputAndOutputs() throws IOException {
    Path out = imported(keras);
    OnnxModel onnx = OnnxModel.read(out);
    assertThat(onnx.graph().inputs().get(0).shape()).hasToString("(None, 8, 9, 3)");
    assertThat(Run.of("summary", out).out()).contains("conv2d (Conv2D)", "Total params: 122");
    assertThat(Run.of("summary", keras).out()).isEqualTo(Run.of("summary", out).out());
  }

  @Test
  void import_readsWeightsWithAnArchitecture() throws IOException {
    Path out =
        imported(folder.resolve("first_try.h5"), "--architecture", folder.resolve("model.json"));
    assertThat(OnnxModel.read(out).toBytes()).isEqualTo(OnnxModel.read(imported(keras)).toBytes());
    Run without =
        Run.of("import", folder.resolve("first_try.h5"), "--out", folder.resolve("x.onnx"));
    assertThat(without.status()).isEqualTo(1);
    assertThat(without.err()).contains("first_try.h5 has weights of Keras's but no model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "rescale", "tf", "torch", "caffe"})
  void import_withLabels_makesAClassifier(String preprocessing) throws IOException {
    Path labels = Files.writeString(folder.resolve("labels.txt"), "cats\n\ndogs\n");
    Path out = imported(keras, "--labels", labels, "--preprocessing", preprocessing);
    assertThat(Run.of("summary", out).out()).contains("Classes: cats, dogs", "9x8");
    Path picture = Leaves.draw(folder.resolve(preprocessing), 1).resolve("oak/oak-001.jpg");
    Run run = Run.of("predict", out, picture);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).matches("(?s)(cats|dogs) .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"safetensors", "npz", "pth"})
  void export_writesTheWeightsByName(String format) throws IOException {
    Path out = folder.resolve("weights." + format);
    Run run = Run.of("export", imported(keras), "--out", out);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(WeightFile.read(out).arrays().keySet())
        .containsExactly("conv2d/kernel", "conv2d/bias", "dense/kernel", "dense/bias");
  }

  @Test
  void export_toKeras_givesTheSameFileBack() throws IOException {
    Path out = folder.resolve("again.keras");
    assertThat(Run.of("export", imported(keras), "--format", "keras", "--out", out).status())
        .isZero();
    assertThat(out).hasSameBinaryContentAs(keras);
    Path h5 = folder.resolve("again.h5");
    assertThat(Run.of("export", keras, "--out", h5).status()).isZero();
    try (Model model = Model.load(keras)) {
      assertThat(model.loadWeights(h5, new LoadOptions())).isEmpty();
    }
  }

  @Test
  void wrongUse_isExplained() {
    Run unknown = Run.of("export", keras, "--out", folder.resolve("model.bin"));
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("model.bin does not tell a format: give --format");
    Run few = Run.of("import", keras, "--out", folder.resolve("x.onnx"), "--labels", "cats");
    assertThat(few.status()).isEqualTo(2);
    assertThat(few.err()).contains("tells 2 classes apart needs as many labels. Received: 1");
    Run alone = Run.of("import", keras, "--out", folder.resolve("x.onnx"), "--preprocessing", "tf");
    assertThat(alone.status()).isEqualTo(2);
    assertThat(alone.err()).contains("give --labels too");
    Run none = Run.of("import", folder.resolve("none.keras"), "--out", folder.resolve("x.onnx"));
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("there is no " + folder.resolve("none.keras"));
  }
}
