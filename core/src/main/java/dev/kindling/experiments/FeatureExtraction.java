package dev.kindling.experiments;

import dev.kindling.engine.EngineOptions;
import dev.kindling.graph.Cast;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Transpose;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.models.Model;
import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * A network that gives the features of pictures, for as many threads at once as compute. It holds
 * native memory until it is {@linkplain #close() closed}.
 */
final class FeatureExtraction implements AutoCloseable {

  private final PictureNetwork network;
  private final ImageSize size;

  /**
   * Compiles a network.
   *
   * @param model takes pictures of values from 0 to 255, gives {@code (n, features)}
   */
  FeatureExtraction(Model model, ImageSize size, EngineOptions options) {
    this.size = size;
    Graph.Builder graph = new Graph.Builder();
    Shape pictures = Shape.of(Shape.FREE, size.height(), size.width(), 3);
    String value = graph.input("image", ElementType.UINT8, pictures);
    value = graph.node("numbers", new Cast(), value);
    value = graph.node("channels_first", Transpose.CHANNELS_FIRST, value);
    value = model.appendTo(graph, value);
    network = new PictureNetwork(graph.build(List.of(value)), model.parameters(), options);
  }

  /** How many threads compute at once. */
  int threads() {
    return network.copies();
  }

  /** How long a picture takes: tried with blank ones. */
  double secondsOfPicture() {
    return network.secondsOfPicture(size);
  }

  /** The features of a picture of the network's size. */
  float[] of(Image picture) {
    return network.of(picture)[0];
  }

  @Override
  public void close() {
    network.close();
  }
}
