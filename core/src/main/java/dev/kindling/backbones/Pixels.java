package dev.kindling.backbones;

import dev.kindling.layers.Rescaling;
import java.util.List;

/**
 * What weights were trained to be given, of red, green and blue from 0 to 255: each times its
 * scale, plus its offset. It belongs to the weights: those of the same network from two sources
 * differ in it.
 *
 * @param scale of red, green and blue, or one for all
 * @param offset of red, green and blue, or one for all
 * @param bgr whether the weights take blue first; they are turned round once, when they are read
 */
public record Pixels(List<Double> scale, List<Double> offset, boolean bgr) {

  /** torchvision's: from 0 to 1, less ImageNet's means, by its deviations. */
  public static final Pixels TORCH =
      new Pixels(
          List.of(1 / (255 * 0.229), 1 / (255 * 0.224), 1 / (255 * 0.225)),
          List.of(-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225),
          false);

  /**
   * Those of Keras's VGG16: less ImageNet's means; blue, green, red. Keras's mode {@code caffe}.
   */
  public static final Pixels CAFFE =
      new Pixels(List.of(1.0), List.of(-123.68, -116.779, -103.939), true);

  /** EfficientNet-Lite's: (x - 127) / 128. */
  public static final Pixels LITE = new Pixels(List.of(1 / 128.0), List.of(-127 / 128.0), false);

  /**
   * From 0 to 1: what Keras's article on very little data gave VGG16, which had never seen such
   * pictures. Only to do as it did.
   */
  public static final Pixels ARTICLE = new Pixels(List.of(1 / 255.0), List.of(0.0), false);

  /** Copies the lists. */
  public Pixels {
    scale = List.copyOf(scale);
    offset = List.copyOf(offset);
  }

  Rescaling layer() {
    return new Rescaling(scale, offset);
  }
}
