package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The axes in another order: axis {@code i} of the result is axis {@code perm[i]} of the input. */
public record Transpose(List<Integer> perm) implements Op {

  /** From {@code (n, height, width, channels)} to {@code (n, channels, height, width)}. */
  public static final Transpose CHANNELS_FIRST = new Transpose(List.of(0, 3, 1, 2));

  /** From {@code (n, channels, height, width)} to {@code (n, height, width, channels)}. */
  public static final Transpose CHANNELS_LAST = new Transpose(List.of(0, 2, 3, 1));

  /** Checks that {@code perm} holds each axis once. */
  public Transpose {
    perm = List.copyOf(perm);
    int[] sorted = perm.stream().mapToInt(Integer::intValue).sorted().toArray();
    if (!Arrays.equals(sorted, IntStream.range(0, sorted.length).toArray())) {
      throw new IllegalArgumentException(
          "A Transpose must name each axis once. Received: perm=" + perm);
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Shapes.requireRank(this, "value", Shapes.only(this, inputs), perm.size());
    return Shape.of(perm.stream().mapToInt(input::size).toArray());
  }
}
