package dev.kindling.models;

import java.util.Locale;
import java.util.Set;

/** The names that Keras gives to layers. */
final class Names {

  private Names() {}

  /** The first of {@code conv2d}, {@code conv2d_1}, {@code conv2d_2}, ... that is not taken. */
  static String unique(String className, Set<String> taken) {
    String base = snakeCase(className);
    String name = base;
    for (int i = 1; taken.contains(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  /** Whether a name is the one that Keras gives to the first of a kind. */
  static boolean isDefault(String name, String className) {
    return name.equals(snakeCase(className));
  }

  /** {@code MaxPooling2D} becomes {@code max_pooling2d}. */
  private static String snakeCase(String className) {
    return className
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /**
   * Checks a name that a user gave.
   *
   * @throws IllegalArgumentException if it is taken, empty, or has a slash
   */
  static void require(String name, Set<String> taken) {
    if (name.isBlank() || name.contains("/")) {
      throw new IllegalArgumentException(
          "The name of a layer must not be empty and must not contain '/'. Received: '"
              + name
              + "'");
    }
    if (taken.contains(name)) {
      throw new IllegalArgumentException(
          "The names of a model's layers must differ. Received a second time: '" + name + "'");
    }
  }
}
