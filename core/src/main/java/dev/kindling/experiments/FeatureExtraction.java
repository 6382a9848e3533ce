package dev.kindling.experiments;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.InferenceProgram;
import dev.kindling.graph.Cast;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Transpose;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.models.Model;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that gives the features of pictures, 16 at once. It holds native memory until it is
 * {@linkplain #close() closed}.
 */
final class FeatureExtraction implements AutoCloseable {

  private static final int PICTURES = 16;

  private final InferenceProgram program;
  private final byte[] pixels;
  private final float[] features;
  private int filled;

  /**
   * Compiles a network.
   *
   * @param model takes pictures of values from 0 to 255, gives {@code (n, features)}
   */
  FeatureExtraction(Model model, ImageSize size, EngineOptions options) {
    Graph.Builder graph = new Graph.Builder();
    Shape pictures = Shape.of(Shape.FREE, size.height(), size.width(), 3);
    String value = graph.input("image", ElementType.UINT8, pictures);
    value = graph.node("numbers", new Cast(), value);
    value = graph.node("channels_first", Transpose.CHANNELS_FIRST, value);
    value = model.appendTo(graph, value);
    Map<String, Tensor> parameters = new LinkedHashMap<>(model.constants());
    parameters.putAll(model.getWeights());
    program = InferenceProgram.compile(graph.build(List.of(value)), parameters, PICTURES, options);
    pixels = new byte[Math.toIntExact(PICTURES * size.pixels() * 3)];
    features = new float[PICTURES * model.outputShape().size(1)];
  }

  /** How many pictures are computed at once. */
  int batchSize() {
    return PICTURES;
  }

  /** Adds a picture of the network's size to the next batch. */
  void add(Image picture) {
    byte[] data = picture.data();
    System.arraycopy(data, 0, pixels, filled * data.length, data.length);
    filled++;
  }

  /** The features of the pictures that were added, {@code [picture][feature]}. */
  float[][] run() {
    program.feed(0, pixels);
    program.run();
    program.fetch(0, features);
    int length = features.length / PICTURES;
    float[][] rows = new float[filled][];
    for (int i = 0; i < filled; i++) {
      rows[i] = Arrays.copyOfRange(features, i * length, (i + 1) * length);
    }
    filled = 0;
    return rows;
  }

  @Override
  public void close() {
    program.close();
  }
}
