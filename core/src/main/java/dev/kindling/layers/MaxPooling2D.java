package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.MaxPool;
import dev.kindling.tensor.Shape;

/**
 * The greatest number in each place of a window, channel by channel. Keras: {@code MaxPooling2D}.
 *
 * @param poolSize rows and columns of the window
 * @param strides the step from one place of the window to the next
 * @param padding what surrounds the picture; it is never the greatest
 */
public record MaxPooling2D(Extent poolSize, Extent strides, Padding padding) implements Layer {

  /** Keras's defaults: steps as large as the window, no padding. */
  public MaxPooling2D(Extent poolSize) {
    this(poolSize, poolSize, Padding.VALID);
  }

  /** A window with as many rows as columns. */
  public MaxPooling2D(int poolSize) {
    this(Extent.square(poolSize));
  }

  /** A window of 2 by 2. */
  public MaxPooling2D() {
    this(2);
  }

  /** This layer with other steps. */
  public MaxPooling2D strides(int rows, int columns) {
    return new MaxPooling2D(poolSize, new Extent(rows, columns), padding);
  }

  /** This layer with other steps, as many rows as columns. */
  public MaxPooling2D strides(int strides) {
    return strides(strides, strides);
  }

  /** This layer with another padding. */
  public MaxPooling2D padding(Padding padding) {
    return new MaxPooling2D(poolSize, strides, padding);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape picture = to.requirePictures(this, name, input);
    return to.node(name, new MaxPool(padding.window(poolSize, strides, picture)), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    Config.write(config, "pool_size", poolSize);
    config.put("padding", padding.kerasName());
    Config.write(config, "strides", strides);
    config.put("data_format", "channels_last");
  }

  static MaxPooling2D read(Config config) {
    return new MaxPooling2D(
        config.extent("pool_size"),
        config.extent("strides"),
        config.choice("padding", Padding.values()));
  }
}
