package dev.kindling.experiments;

import dev.kindling.data.Pictures;
import dev.kindling.image.ImageSize;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What a network gives for pictures as they are, all of it at once in memory, in the order of the
 * pictures. It holds native memory until it is {@linkplain #close() closed}.
 */
final class Bottleneck implements AutoCloseable {

  private final FeatureExtraction extraction;
  private final Shape output;

  /**
   * A network at work.
   *
   * @param model takes pictures of values from 0 to 255; not closed
   */
  Bottleneck(Model model, RunOptions options) {
    Shape input = model.inputShape();
    ImageSize size = new ImageSize(input.size(1), input.size(2));
    output = model.outputShape();
    // Flattened as Keras has it: channels last.
    Model flat =
        output.rank() == 2
            ? model
            : new Sequential()
                .add(new Input(input.size(1), input.size(2), input.size(3)))
                .add(model)
                .add(new Flatten());
    extraction = new FeatureExtraction(flat, size, options.engine());
  }

  private Shape output() {
    return output.withoutBatch();
  }

  /** What the network gives for so many pictures, channels last. */
  int[] shapeOf(int pictures) {
    return IntStream.concat(IntStream.of(pictures), sizes().stream().mapToInt(Integer::intValue))
        .toArray();
  }

  /** The sizes of what it gives for one. */
  List<Integer> sizes() {
    return IntStream.range(0, output().rank()).mapToObj(output()::size).toList();
  }

  /**
   * What the network gives, {@code (pictures, numbers)}.
   *
   * @param progress hears how many pictures are done; may throw to end the work
   * @throws IOException if a picture cannot be read any more
   * @throws IllegalArgumentException if it is too much for Java's memory
   */
  Tensor of(Pictures pictures, IntConsumer progress) throws IOException {
    long numbers = output().elements();
    long bytes = numbers * pictures.size() * Float.BYTES;
    if (bytes > Runtime.getRuntime().maxMemory() / 2 || numbers * pictures.size() > 1 << 30) {
      throw new IllegalArgumentException(
          "%d numbers of each of %d pictures take %d MB, more than half of Java's memory. Smaller pictures have fewer (--image-size), the recipe features has far fewer; KINDLING_JAVA_OPTS=-Xmx8g gives Java 8 GB."
              .formatted(numbers, pictures.size(), bytes >> 20));
    }
    Tensor rows = Tensor.zeros(pictures.size(), Math.toIntExact(numbers));
    try (ReadAhead<float[]> computed =
        new ReadAhead<>(
            pictures.size(), index -> extraction.of(pictures.load(index)), extraction.threads())) {
      for (int i = 0; i < pictures.size(); i++) {
        progress.accept(i);
        float[] row = computed.next();
        System.arraycopy(row, 0, rows.data(), Math.toIntExact(i * numbers), row.length);
      }
    }
    progress.accept(pictures.size());
    return rows;
  }

  @Override
  public void close() {
    extraction.close();
  }
}
