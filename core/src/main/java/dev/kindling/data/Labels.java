package dev.kindling.data;

import dev.kindling.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The classes of samples as numbers that networks learn. */
final class Labels {

  private Labels() {}

  /** The labels of samples in a form that has classes; null for {@link ClassMode#NONE}. */
  static @Nullable Tensor of(ClassMode mode, List<Integer> classOf, List<String> classes) {
    if (mode == ClassMode.BINARY && classes.size() > 2) {
      throw new IllegalArgumentException(
          "Binary labels are for two classes: use ClassMode.CATEGORICAL. There are %d: %s"
              .formatted(classes.size(), classes));
    }
    return switch (mode) {
      case BINARY, SPARSE -> numbers(classOf);
      case CATEGORICAL -> categorical(classOf, classes.size());
      default -> null;
    };
  }

  /** The numbers of the classes themselves, {@code (n)}. */
  static Tensor numbers(List<Integer> classOf) {
    Tensor labels = Tensor.zeros(classOf.size());
    for (int i = 0; i < classOf.size(); i++) {
      labels.data()[i] = classOf.get(i);
    }
    return labels;
  }

  /** Rows of {@code (n, classes)} with a 1 in the column of the class and 0 elsewhere. */
  static Tensor categorical(List<Integer> classOf, int classes) {
    Tensor labels = Tensor.zeros(classOf.size(), classes);
    for (int i = 0; i < classOf.size(); i++) {
      labels.data()[i * classes + classOf.get(i)] = 1;
    }
    return labels;
  }
}
