package dev.kindling.data;

import dev.kindling.tensor.Tensor;
import java.util.List;

/** The classes of samples as numbers that networks learn. */
public final class Labels {

  private Labels() {}

  /** The numbers of the classes themselves, {@code (n)}. */
  public static Tensor numbers(List<Integer> classOf) {
    Tensor labels = Tensor.zeros(classOf.size());
    for (int i = 0; i < classOf.size(); i++) {
      labels.data()[i] = classOf.get(i);
    }
    return labels;
  }

  /** Rows of {@code (n, classes)} with a 1 in the column of the class and 0 elsewhere. */
  public static Tensor categorical(List<Integer> classOf, int classes) {
    Tensor labels = Tensor.zeros(classOf.size(), classes);
    for (int i = 0; i < classOf.size(); i++) {
      labels.data()[i * classes + classOf.get(i)] = 1;
    }
    return labels;
  }
}
