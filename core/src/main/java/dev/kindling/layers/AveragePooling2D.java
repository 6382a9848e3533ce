package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.AveragePool;
import dev.kindling.tensor.Shape;

/**
 * The mean of each place of a window, channel by channel. Keras: {@code AveragePooling2D}.
 *
 * @param poolSize rows and columns of the window
 * @param strides the step from one place of the window to the next
 * @param padding what surrounds the picture; it does not count
 */
public record AveragePooling2D(Extent poolSize, Extent strides, Padding padding) implements Layer {

  /** Keras's defaults: steps as large as the window, no padding. */
  public AveragePooling2D(int poolSize) {
    this(Extent.square(poolSize), Extent.square(poolSize), Padding.VALID);
  }

  /** A window of 2 by 2. */
  public AveragePooling2D() {
    this(2);
  }

  /** This layer with other steps, as many rows as columns. */
  public AveragePooling2D strides(int strides) {
    return new AveragePooling2D(poolSize, Extent.square(strides), padding);
  }

  /** This layer with another padding. */
  public AveragePooling2D padding(Padding padding) {
    return new AveragePooling2D(poolSize, strides, padding);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape picture = to.requirePictures(this, name, input);
    return to.node(name, new AveragePool(padding.window(poolSize, strides, picture)), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    Config.write(config, "pool_size", poolSize);
    config.put("padding", padding.kerasName());
    Config.write(config, "strides", strides);
    config.put("data_format", "channels_last");
  }

  static AveragePooling2D read(Config config) {
    return new AveragePooling2D(
        config.extent("pool_size"),
        config.extent("strides"),
        config.choice("padding", Padding.values()));
  }
}
