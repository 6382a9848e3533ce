package dev.kindling.preprocessing;

import dev.kindling.data.Labels;
import dev.kindling.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form in which the classes of pictures become numbers: Keras's {@code class_mode}. */
public enum ClassMode {
  /** One row for each picture, as long as there are classes, 1 for its class and 0 elsewhere. */
  CATEGORICAL,
  /** One number for each picture: 0 for the first of two classes, 1 for the second. */
  BINARY,
  /** One number for each picture: that of its class. */
  SPARSE,
  /**
   * The pictures themselves, as they were made: for networks that learn to give back their input.
   */
  INPUT,
  /** For tables: the numbers in the columns, one for each picture or a row of them. */
  RAW,
  /**
   * For tables: the numbers in several columns. Where Keras gives an array for each column, they
   * stand side by side here, as for {@link #RAW}.
   */
  MULTI_OUTPUT,
  /** No labels. */
  NONE;

  /** Whether samples have classes in this form. */
  boolean hasClasses() {
    return this == CATEGORICAL || this == BINARY || this == SPARSE;
  }

  /** The labels of samples in a form that has classes; null for any other. */
  @Nullable Tensor labels(List<Integer> classOf, List<String> classes) {
    if (this == BINARY && classes.size() > 2) {
      throw new IllegalArgumentException(
          "Binary labels are for two classes: use ClassMode.CATEGORICAL. There are %d: %s"
              .formatted(classes.size(), classes));
    }
    return switch (this) {
      case BINARY, SPARSE -> Labels.numbers(classOf);
      case CATEGORICAL -> Labels.categorical(classOf, classes.size());
      default -> null;
    };
  }
}
