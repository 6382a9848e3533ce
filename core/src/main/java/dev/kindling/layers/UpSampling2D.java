package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Resize;
import java.util.Locale;

/**
 * Pictures enlarged by whole factors. Keras: {@code UpSampling2D}.
 *
 * @param size by how much rows and columns become more
 * @param interpolation what lies between the pixels
 */
public record UpSampling2D(Extent size, Interpolation interpolation) implements Layer {

  /** What lies between the pixels. */
  public enum Interpolation {
    /** Each pixel repeated. */
    NEAREST,
    /** A straight line between the pixels' centres. */
    BILINEAR
  }

  /** Keras's defaults: each pixel repeated. */
  public UpSampling2D(int size) {
    this(Extent.square(size), Interpolation.NEAREST);
  }

  /** This layer with another interpolation. */
  public UpSampling2D interpolation(Interpolation interpolation) {
    return new UpSampling2D(size, interpolation);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    to.requirePictures(this, name, input);
    boolean linear = interpolation == Interpolation.BILINEAR;
    return to.node(name, new Resize(size.height(), size.width(), linear), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    Config.write(config, "size", size);
    config.put("data_format", "channels_last");
    config.put("interpolation", interpolation.name().toLowerCase(Locale.ROOT));
  }

  static UpSampling2D read(Config config) {
    return new UpSampling2D(
        config.extent("size"), config.choice("interpolation", Interpolation.values()));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
