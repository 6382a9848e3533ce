package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Slice;

/**
 * Pictures without some of their outer rows and columns. Keras: {@code Cropping2D}.
 *
 * @param top rows above, at least 0
 * @param bottom rows below, at least 0
 * @param left columns on the left, at least 0
 * @param right columns on the right, at least 0
 */
public record Cropping2D(int top, int bottom, int left, int right) implements Layer {

  /** Checks that no number is negative. */
  public Cropping2D {
    new dev.kindling.graph.Padding(top, left, bottom, right);
  }

  /** As many from each side. */
  public Cropping2D(int cropping) {
    this(cropping, cropping, cropping, cropping);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    to.requirePictures(this, name, input);
    return to.node(
        name, new Slice(new dev.kindling.graph.Padding(top, left, bottom, right)), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    Config.writeBorder(config, "cropping", top, bottom, left, right);
    config.put("data_format", "channels_last");
  }

  static Cropping2D read(Config config) {
    int[] sides = config.border("cropping");
    return new Cropping2D(sides[0], sides[1], sides[2], sides[3]);
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
