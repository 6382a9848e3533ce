package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.GlobalMaxPool;

/**
 * The greatest number of each channel: {@code (n, height, width, channels)} to {@code (n,
 * channels)}. Keras: {@code GlobalMaxPooling2D}.
 *
 * @param keepdims whether the result is pictures of one pixel, {@code (n, 1, 1, channels)}
 */
public record GlobalMaxPooling2D(boolean keepdims) implements Layer {

  /** Keras's default: rows of channels. */
  public GlobalMaxPooling2D() {
    this(false);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    to.requirePictures(this, name, input);
    if (keepdims) {
      return to.node(name, new GlobalMaxPool(), input);
    }
    String pixels = to.node(name + "/pixels", new GlobalMaxPool(), input);
    return to.node(name, new dev.kindling.graph.Flatten(), pixels);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("data_format", "channels_last");
    config.put("keepdims", keepdims);
  }

  static GlobalMaxPooling2D read(Config config) {
    return new GlobalMaxPooling2D(config.flag("keepdims"));
  }
}
