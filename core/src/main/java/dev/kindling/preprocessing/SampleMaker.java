package dev.kindling.preprocessing;

import dev.kindling.augment.Change;
import java.io.IOException;

/** Makes the picture of a sample, changed, among the numbers of a batch. */
@FunctionalInterface
interface SampleMaker<C extends Change> {

  /**
   * Writes the picture of sample {@code index}, changed, to {@code out} from index {@code at} on.
   * Any number of threads may do so at once.
   *
   * @throws IOException if the picture cannot be had
   */
  void make(int index, C change, float[] out, int at) throws IOException;
}
