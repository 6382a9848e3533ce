package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Pad;

/**
 * Rows and columns of zeros around pictures. Keras: {@code ZeroPadding2D}.
 *
 * @param top rows above, at least 0
 * @param bottom rows below, at least 0
 * @param left columns on the left, at least 0
 * @param right columns on the right, at least 0
 */
public record ZeroPadding2D(int top, int bottom, int left, int right) implements Layer {

  /** Checks that no number is negative. */
  public ZeroPadding2D {
    new dev.kindling.graph.Padding(top, left, bottom, right);
  }

  /** As many on each side. */
  public ZeroPadding2D(int padding) {
    this(padding, padding, padding, padding);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    to.requirePictures(this, name, input);
    return to.node(name, new Pad(new dev.kindling.graph.Padding(top, left, bottom, right)), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    Config.writeBorder(config, "padding", top, bottom, left, right);
    config.put("data_format", "channels_last");
  }

  static ZeroPadding2D read(Config config) {
    int[] sides = config.border("padding");
    return new ZeroPadding2D(sides[0], sides[1], sides[2], sides[3]);
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
