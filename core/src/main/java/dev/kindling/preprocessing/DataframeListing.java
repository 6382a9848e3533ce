package dev.kindling.preprocessing;

import dev.kindling.data.FileNames;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that flow, as Keras's {@code DataFrameIterator} finds them: first those whose
 * file exists, of these those of the classes.
 *
 * @param table the rows that are left
 * @param classes the classes, in order; none where rows have none
 */
record DataframeListing(Dataframe table, List<String> classes, DataframeOptions options) {

  private static final Logger LOG = System.getLogger(ImageDataGenerator.class.getName());

  static DataframeListing of(Dataframe table, DataframeOptions options) {
    DataframeOptions.Columns columns = options.columns();
    ClassMode mode = options.classMode();
    requireAll(table.column(columns.x(), "xCol"), "xCol", columns.x(), "the name of a file");
    if (!mode.hasClasses()) {
      if (!options.classes().isEmpty()) {
        LOG.log(Level.WARNING, "classes will be ignored given classMode={0}", mode);
      }
      return new DataframeListing(withFiles(table, options), List.of(), options);
    }
    String y = columns.y().get(0);
    requireAll(table.column(y, "yCol"), "yCol", y, "the name of a class");
    if (mode == ClassMode.BINARY) {
      requireTwo(options.classes().isEmpty() ? table.column(y, "yCol") : options.classes());
    }
    Dataframe readable = withFiles(table, options);
    List<String> labels = readable.column(y, "yCol");
    List<String> classes = options.classes().stream().distinct().toList();
    if (classes.isEmpty()) {
      TreeSet<String> all = new TreeSet<>(FileNames.ORDER);
      all.addAll(labels);
      classes = List.copyOf(all);
    }
    List<String> kept = classes;
    List<Integer> ofClasses =
        IntStream.range(0, labels.size())
            .filter(row -> kept.contains(labels.get(row)))
            .boxed()
            .toList();
    return new DataframeListing(readable.only(ofClasses), classes, options);
  }

  private static void requireAll(List<String> texts, String argument, String column, String what) {
    int missing = texts.indexOf("");
    if (missing >= 0) {
      throw new IllegalArgumentException(
          "Every row needs %s in its column '%s'. Row %d has none. Received: %s=%s"
              .formatted(what, column, missing + 1, argument, column));
    }
  }

  private static void requireTwo(List<String> classes) {
    TreeSet<String> different = new TreeSet<>(classes);
    if (different.size() != 2) {
      throw new IllegalArgumentException(
          "For ClassMode.BINARY there must be 2 classes; use CATEGORICAL or SPARSE for more. Found %d: %s"
              .formatted(different.size(), different));
    }
  }

  private static Dataframe withFiles(Dataframe table, DataframeOptions options) {
    String x = options.columns().x();
    List<String> names = table.column(x, "xCol");
    KerasFiles.warnOfTiff(names);
    if (!options.validateFilenames()) {
      return table;
    }
    List<Integer> valid =
        IntStream.range(0, names.size())
            .filter(row -> KerasFiles.endsAsExpected(names.get(row)))
            .filter(row -> Files.isRegularFile(file(names.get(row), options)))
            .boxed()
            .toList();
    if (valid.size() < names.size()) {
      List<String> invalid =
          IntStream.range(0, names.size())
              .filter(row -> Collections.binarySearch(valid, row) < 0)
              .limit(3)
              .mapToObj(names::get)
              .toList();
      LOG.log(
          Level.WARNING,
          "Found {0} invalid image filename(s) in xCol={1}, which will be ignored. The first: {2}",
          names.size() - valid.size(),
          x,
          invalid);
    }
    return table.only(valid);
  }

  private static Path file(String name, DataframeOptions options) {
    Path directory = options.directory();
    return directory == null ? Path.of(name) : directory.resolve(name);
  }

  /** The listing of some of the rows, with all classes. */
  DataframeListing only(List<Integer> some) {
    return new DataframeListing(table.only(some), classes, options);
  }

  /** The files as the table names them. */
  List<String> filenames() {
    return table.column(options.columns().x(), "xCol");
  }

  /** Where each file lies. */
  List<Path> files() {
    return filenames().stream().map(name -> file(name, options)).toList();
  }

  /** What the rows are divided by: their classes, or nothing. */
  List<String> groups() {
    return options.classMode().hasClasses()
        ? table.column(options.columns().y().get(0), "yCol")
        : Collections.nCopies(table.rows().size(), "all");
  }

  /** What comes with the pictures. */
  Targets targets() {
    String weightCol = options.columns().weight();
    Tensor weights = weightCol == null ? null : numbers(List.of(weightCol), "weightCol");
    ClassMode mode = options.classMode();
    return new Targets(labels(mode), weights, mode == ClassMode.INPUT);
  }

  private @Nullable Tensor labels(ClassMode mode) {
    if (mode == ClassMode.RAW || mode == ClassMode.MULTI_OUTPUT) {
      return numbers(options.columns().y(), "yCol");
    }
    return mode.hasClasses()
        ? mode.labels(groups().stream().map(classes::indexOf).toList(), classes)
        : null;
  }

  /** The numbers of a column, {@code (n)}, or of several, {@code (n, columns)}. */
  private Tensor numbers(List<String> columns, String argument) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected at least one column. Received: %s=%s".formatted(argument, columns));
    }
    int n = table.rows().size();
    Tensor numbers = Tensor.zeros(Shape.of(n, columns.size()));
    for (int i = 0; i < columns.size(); i++) {
      List<String> texts = table.column(columns.get(i), argument);
      for (int row = 0; row < n; row++) {
        numbers.data()[row * columns.size() + i] = number(texts.get(row), argument, columns.get(i));
      }
    }
    return columns.size() == 1 ? numbers.reshape(n) : numbers;
  }

  private static float number(String text, String argument, String column) {
    try {
      return (float) Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The column '%s' must hold numbers, as %s asks for. Received: '%s'"
              .formatted(column, argument, text),
          e);
    }
  }
}
