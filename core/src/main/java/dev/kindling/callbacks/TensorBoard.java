package dev.kindling.callbacks;

import com.google.protobuf.ByteString;
import dev.kindling.callbacks.schema.Summary;
import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageWriter;
import dev.kindling.models.Callback;
import dev.kindling.models.CallbackState;
import dev.kindling.models.Model;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes scores and pictures of a training for TensorBoard, which shows them while it goes on:
 * {@code tensorboard --logdir FOLDER}. Keras: {@code TensorBoard}, whose folders and names of
 * scores these are.
 *
 * <p>A training that goes on after a crash writes what it does again once more, with the same
 * values.
 *
 * <p>Scores of an epoch are {@code epoch_loss}, {@code epoch_accuracy} and so on, of the training
 * in the folder {@code train} and of the validation in {@code validation}, with {@code
 * epoch_learning_rate} among the first.
 */
public final class TensorBoard implements Callback {

  private static final String VALIDATION = "val_";

  private final EventFile train;
  private final EventFile validation;
  private int updateFreq;
  private long batches;

  /** Writes to files of this process in a folder; what others wrote there stays. */
  public TensorBoard(Path folder) {
    train = new EventFile(folder.resolve("train"));
    validation = new EventFile(folder.resolve("validation"));
  }

  /**
   * Sets after how many batches their scores are written, {@code batch_loss} and so on: the means
   * over the epoch so far; 0 for none of them.
   */
  public TensorBoard updateFreq(int updateFreq) {
    this.updateFreq = Ranges.atLeast(0, "updateFreq", updateFreq);
    return this;
  }

  /**
   * Writes pictures now. TensorFlow: {@code tf.summary.image}.
   *
   * @param name what they are shown as
   * @param step the number of the epoch or batch that they belong to
   * @param pictures {@code (n, height, width, channels)} of 1, 3 or 4 channels, values from 0 to 1;
   *     what is beyond is cut off
   */
  public void images(String name, long step, Tensor pictures) {
    Shape shape = pictures.shape();
    if (shape.rank() != 4) {
      throw new IllegalArgumentException(
          "pictures must have the shape (n, height, width, channels). Received: " + shape);
    }
    Summary.Builder summary = Summary.newBuilder();
    for (int i = 0; i < shape.size(0); i++) {
      summary.addValue(
          Summary.Value.newBuilder().setTag(name + "/image/" + i).setImage(image(pictures, i)));
    }
    train.write(step, summary.build());
  }

  private static Summary.Image image(Tensor pictures, int index) {
    Shape shape = pictures.shape();
    byte[] samples = new byte[Math.toIntExact(shape.withoutBatch().elements())];
    for (int i = 0; i < samples.length; i++) {
      float value = pictures.data()[index * samples.length + i];
      samples[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, value)));
    }
    Image image = new Image(shape.size(1), shape.size(2), shape.size(3), samples);
    return Summary.Image.newBuilder()
        .setHeight(image.height())
        .setWidth(image.width())
        .setColorspace(image.channels())
        .setEncodedImageString(ByteString.copyFrom(ImageWriter.encode(image, ImageFormat.PNG)))
        .build();
  }

  @Override
  public void onTrainBegin(Model model, int epochs, int steps) {
    batches = 0;
  }

  @Override
  public void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {
    batches++;
    if (updateFreq > 0 && batches % updateFreq == 0) {
      Summary.Builder summary = Summary.newBuilder();
      logs.forEach((name, score) -> summary.addValue(scalar("batch_" + name, score)));
      train.write(batches, summary.build());
    }
  }

  @Override
  public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
    Summary.Builder trained = Summary.newBuilder();
    Summary.Builder validated = Summary.newBuilder();
    logs.forEach(
        (name, score) -> {
          if (name.startsWith(VALIDATION)) {
            validated.addValue(scalar("epoch_" + name.substring(VALIDATION.length()), score));
          } else {
            trained.addValue(scalar("epoch_" + name, score));
          }
        });
    if (!logs.containsKey("learning_rate")) {
      trained.addValue(scalar("epoch_learning_rate", model.learningRate()));
    }
    train.write(epoch, trained.build());
    if (validated.getValueCount() > 0) {
      validation.write(epoch, validated.build());
    }
  }

  private static Summary.Value scalar(String tag, double value) {
    return Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value).build();
  }

  @Override
  public CallbackState state() {
    return new CallbackState(Map.of("batches", Long.toString(batches)), Map.of());
  }

  @Override
  public void restore(Model model, CallbackState state) {
    batches = Long.parseLong(state.values().getOrDefault("batches", "0"));
  }
}
