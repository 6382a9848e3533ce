package dev.kindling.preprocessing;

import dev.kindling.augment.Transform;
import dev.kindling.augment.Warp;
import java.io.IOException;

/** Puts a sample's picture, changed, among the numbers of a batch. */
@FunctionalInterface
interface Painter {

  /**
   * Writes the picture of sample {@code index}, changed and multiplied by {@code rescale}, to
   * {@code out} from index {@code at} on.
   *
   * @throws IOException if the picture cannot be had
   */
  void paint(int index, Warp warp, Transform transform, float rescale, float[] out, int at)
      throws IOException;
}
