package dev.kindling.callbacks;

import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file with fields in it, as {@code {epoch:02d}-{val_loss:.2f}.keras}.
 *
 * @param text with fields as Python's {@code format} takes them: a name, and perhaps {@code :02d}
 *     for whole numbers or {@code :.2f} for others
 */
record NamePattern(String text) {

  private static final Pattern ANY_FIELD = Pattern.compile("\\{[^}]*}?");
  private static final Pattern FIELD =
      Pattern.compile("\\{(?<name>\\w+)(:(0(?<width>\\d)d|\\.(?<digits>\\d)f))?}");

  /** Checks the fields, long before there is anything to fill in. */
  NamePattern {
    Matcher fields = ANY_FIELD.matcher(text);
    while (fields.find()) {
      if (!FIELD.matcher(fields.group()).matches()) {
        throw new IllegalArgumentException(
            "A field in the name of a file is like {epoch}, {epoch:02d} or {val_loss:.2f}. Received: %s in %s"
                .formatted(fields.group(), text));
      }
    }
  }

  /**
   * The name with its fields filled in.
   *
   * @param values whole numbers as integers, others as doubles
   * @throws IllegalArgumentException if a field has no value
   */
  String fill(Map<String, ? extends Number> values) {
    return FIELD.matcher(text).replaceAll(field -> fill(field, values));
  }

  private String fill(MatchResult field, Map<String, ? extends Number> values) {
    Matcher parts = FIELD.matcher(field.group());
    parts.matches();
    Number value = values.get(parts.group("name"));
    if (value == null) {
      throw new IllegalArgumentException(
          "There is no '%s' for the name of the file, '%s'. There are: %s"
              .formatted(parts.group("name"), text, new TreeSet<>(values.keySet())));
    }
    String width = parts.group("width");
    String digits = parts.group("digits");
    if (width != null) {
      return ("%0" + width + "d").formatted(value.intValue());
    }
    if (digits != null) {
      return PythonNumbers.fixed(value.doubleValue(), Integer.parseInt(digits));
    }
    return value instanceof Integer ? value.toString() : PythonNumbers.repr(value.doubleValue());
  }
}
