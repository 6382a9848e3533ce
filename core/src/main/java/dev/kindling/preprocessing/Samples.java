package dev.kindling.preprocessing;

import dev.kindling.tensor.Shape;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What flows: pictures that can be painted by number, with their targets.
 *
 * @param painter paints them
 * @param picture the shape of each, {@code (height, width, channels)}
 * @param size how many there are
 * @param targets what comes with them
 * @param names what an error calls each
 */
record Samples(
    Painter painter, Shape picture, int size, Targets targets, IntFunction<String> names) {

  Samples {
    if (size == 0) {
      throw new IllegalArgumentException("There are no pictures to make batches of.");
    }
    targets.requireFor(size);
  }

  /** Some of them, numbered anew. */
  Samples only(List<Integer> some) {
    Painter numberedAnew =
        (index, warp, transform, rescale, out, at) ->
            painter.paint(some.get(index), warp, transform, rescale, out, at);
    return new Samples(
        numberedAnew,
        picture,
        some.size(),
        targets.of(some),
        index -> names.apply(some.get(index)));
  }
}
