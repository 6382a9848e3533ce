package dev.kindling.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.Python;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Input;
import dev.kindling.losses.MeanSquaredError;
import dev.kindling.models.Epoch;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.SGD;
import dev.kindling.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real TensorBoard reads what was written. Its first run fetches the Python packages, once. */
@Tag("python")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bench/python-env needs bash")
class TensorBoardTest {

  private static final String READ =
      """
      import io, sys
      import numpy as np
      from PIL import Image
      from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
      for part in ["train", "validation"]:
          events = EventAccumulator(sys.argv[1] + "/" + part, size_guidance={"scalars": 0, "tensors": 0, "images": 0})
          events.Reload()
          for tag in sorted(events.Tags()["scalars"]):
              for event in events.Scalars(tag):
                  print(part, tag, event.step, "%.6f" % event.value)
          for tag in sorted(events.Tags()["images"]):
              for event in events.Images(tag):
                  pixels = np.array(Image.open(io.BytesIO(event.encoded_image_string)))
                  print(part, tag, event.step, event.width, event.height, pixels.tolist())
      """;

  @TempDir private Path folder;

  private static Sequential model() {
    Sequential model = new Sequential().add(new Input(2)).add(new Dense(1));
    model.compile(new SGD(0.1), new MeanSquaredError());
    return model;
  }

  private static Tensor numbers(int rows, int columns) {
    Tensor numbers = Tensor.zeros(rows, columns);
    for (int i = 0; i < numbers.data().length; i++) {
      numbers.data()[i] = (i * 7 % 11) / 11f;
    }
    return numbers;
  }

  private static String line(String part, String tag, long step, double value) {
    return String.format(Locale.ROOT, "%s %s %d %.6f", part, tag, step, (float) value);
  }

  @Test
  void realTensorBoard_readsScoresAndPictures() throws Exception {
    TensorBoard board = new TensorBoard(folder).updateFreq(2);
    List<String> wanted = new ArrayList<>();
    List<Double> ofBatches = new ArrayList<>();
    LambdaCallback listening =
        new LambdaCallback().onTrainBatchEnd((batch, logs) -> ofBatches.add(logs.get("loss")));

    try (Sequential model = model()) {
      FitOptions options =
          new FitOptions()
              .epochs(3)
              .batchSize(4)
              .validationData(numbers(5, 2), numbers(5, 1))
              .validationFreq(2)
              .callbacks(board, listening);
      List<Epoch> epochs = model.fit(numbers(12, 2), numbers(12, 1), options).epochs();
      for (int batch = 2; batch <= 9; batch += 2) {
        wanted.add(line("train", "batch_loss", batch, ofBatches.get(batch - 1)));
      }
      for (int rate = 0; rate < 3; rate++) {
        wanted.add(line("train", "epoch_learning_rate", rate, 0.1));
      }
      for (Epoch epoch : epochs) {
        wanted.add(line("train", "epoch_loss", epoch.number() - 1, epoch.training().loss()));
      }
      wanted.add(
          line(
              "validation",
              "epoch_loss",
              1,
              Objects.requireNonNull(epochs.get(1).validation()).loss()));
    }
    Tensor pictures = Tensor.zeros(2, 1, 2, 3);
    System.arraycopy(new float[] {0, 0.5f, 1, 2, -1, 0.2f, 1, 1, 1}, 0, pictures.data(), 0, 9);
    board.images("drawn", 7, pictures);
    wanted.add(wanted.size() - 1, "train drawn/image/0 7 2 1 [[[0, 128, 255], [255, 0, 51]]]");
    wanted.add(wanted.size() - 1, "train drawn/image/1 7 2 1 [[[255, 255, 255], [0, 0, 0]]]");

    String read = new Python("tensorboard").run(READ, List.of(folder.toString()));

    assertThat(read.lines().toList()).isEqualTo(wanted);
  }

  @Test
  void picturesOfAnotherShape_areRefused() {
    assertThatThrownBy(() -> new TensorBoard(folder).images("x", 0, Tensor.zeros(2, 3)))
        .hasMessageContaining("pictures must have the shape (n, height, width, channels)")
        .hasMessageContaining("(2, 3)");
  }
}
