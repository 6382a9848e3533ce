package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * A two-dimensional convolution (cross-correlation, as all frameworks mean it). Inputs: pictures
 * {@code (n, channels, height, width)}, a kernel {@code (filters, channels / group, height, width)}
 * of the window's size, and a bias {@code (filters)}, which may be left out.
 *
 * @param window the size of the kernel, its steps, and the padding
 * @param dilation the distance between two neighbours of the kernel in the picture: 1, unless it is
 *     spread out
 * @param group the number of parts into which channels and filters are divided, each filter seeing
 *     the channels of its own part alone; as many as channels in a depthwise convolution
 */
public record Conv(Window window, Dilation dilation, int group) implements Op {

  /** The distance between two neighbours of a kernel, in rows and in columns. */
  public record Dilation(int rows, int columns) {

    /** Neighbours of the kernel are neighbours in the picture. */
    public static final Dilation NONE = new Dilation(1, 1);

    /** Checks that both are at least 1. */
    public Dilation {
      if (rows < 1 || columns < 1) {
        throw new IllegalArgumentException(
            "The dilation of a Conv must be at least 1. Received: (%d, %d)"
                .formatted(rows, columns));
      }
    }
  }

  /** Checks that there is a group. */
  public Conv {
    if (group < 1) {
      throw new IllegalArgumentException(
          "The group of a Conv must be at least 1. Received: group=" + group);
    }
  }

  /** A kernel that is not spread out and sees all channels. */
  public Conv(Window window) {
    this(window, Dilation.NONE, 1);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shapes.requireInputs(this, inputs, 2, 3);
    Shape picture = Shapes.requireRank(this, "picture", inputs.get(0), 4);
    Shape kernel = Shapes.requireRank(this, "kernel", inputs.get(1), 4);
    if (picture.size(1) % group != 0
        || kernel.size(0) % group != 0
        || kernel.size(1) != picture.size(1) / group
        || kernel.size(2) != window.height()
        || kernel.size(3) != window.width()) {
      throw new IllegalArgumentException(
          "Conv: the kernel must be (filters, %d, %d, %d)%s. Received: %s"
              .formatted(
                  picture.size(1) / group,
                  window.height(),
                  window.width(),
                  group == 1 ? "" : ", channels and filters divisible by group=" + group,
                  kernel));
    }
    if (inputs.size() == 3 && !inputs.get(2).equals(Shape.of(kernel.size(0)))) {
      throw new IllegalArgumentException(
          "Conv: the bias must be (%d,). Received: %s".formatted(kernel.size(0), inputs.get(2)));
    }
    return spread().places(this, kernel.size(0), picture);
  }

  /** The window that the kernel covers. */
  public Window spread() {
    return new Window(
        Math.addExact(Math.multiplyExact(window.height() - 1, dilation.rows()), 1),
        Math.addExact(Math.multiplyExact(window.width() - 1, dilation.columns()), 1),
        window.strideHeight(),
        window.strideWidth(),
        window.padding());
  }
}
