package dev.kindling.preprocessing;

import dev.kindling.data.Subset;
import dev.kindling.image.ColorMode;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.Interpolation;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pictures flow from a table that names their files: the arguments of the same names of Keras's
 * {@code flow_from_dataframe}.
 *
 * @param directory the folder that the names start from; null where they are whole paths
 * @param columns which columns say what
 * @param classes the classes, in order, all other rows being left out; none for all that there are,
 *     by name
 * @param classMode the form of the labels
 * @param validateFilenames whether rows whose file does not exist, or does not end as Keras
 *     expects, are left out at once; else such a file is an error when its turn comes
 * @param load how each picture is loaded, to one size
 * @param flow how the pictures flow
 */
public record DataframeOptions(
    @Nullable Path directory,
    Columns columns,
    List<String> classes,
    ClassMode classMode,
    boolean validateFilenames,
    LoadOptions load,
    FlowOptions flow) {

  /**
   * Which columns of the table say what.
   *
   * @param x the one with the files
   * @param y those with the labels; a single one but for {@link ClassMode#RAW} and {@link
   *     ClassMode#MULTI_OUTPUT}
   * @param weight the one with the weights of the samples, or null
   */
  public record Columns(String x, List<String> y, @Nullable String weight) {

    /** Keeps its own list. */
    public Columns {
      y = List.copyOf(y);
    }
  }

  /** Keras's defaults. */
  public DataframeOptions() {
    this(
        null,
        new Columns("filename", List.of("class"), null),
        List.of(),
        ClassMode.CATEGORICAL,
        true,
        new LoadOptions().targetSize(256, 256),
        new FlowOptions());
  }

  /** Checks the arguments. */
  public DataframeOptions {
    classes = List.copyOf(classes);
    if (load.targetSize() == null) {
      throw new IllegalArgumentException("Pictures in batches have one size: give a targetSize.");
    }
    if (classMode.hasClasses() && columns.y().size() != 1) {
      throw new IllegalArgumentException(
          "yCol must be one column for classMode %s. Received: yCol=%s"
              .formatted(classMode, columns.y()));
    }
  }

  /** These options with a folder that the names start from. */
  public DataframeOptions directory(Path directory) {
    return new DataframeOptions(
        directory, columns, classes, classMode, validateFilenames, load, flow);
  }

  /** These options with other columns. */
  public DataframeOptions columns(Columns columns) {
    return new DataframeOptions(
        directory, columns, classes, classMode, validateFilenames, load, flow);
  }

  /** These options with these classes, in this order. */
  public DataframeOptions classes(List<String> classes) {
    return new DataframeOptions(
        directory, columns, classes, classMode, validateFilenames, load, flow);
  }

  /** These options with another form of labels. */
  public DataframeOptions classMode(ClassMode classMode) {
    return new DataframeOptions(
        directory, columns, classes, classMode, validateFilenames, load, flow);
  }

  /** These options with or without a look at all files first. */
  public DataframeOptions validateFilenames(boolean validateFilenames) {
    return new DataframeOptions(
        directory, columns, classes, classMode, validateFilenames, load, flow);
  }

  /** These options with another way to load. */
  public DataframeOptions load(LoadOptions load) {
    return new DataframeOptions(
        directory, columns, classes, classMode, validateFilenames, load, flow);
  }

  /** These options with another way to flow. */
  public DataframeOptions flow(FlowOptions flow) {
    return new DataframeOptions(
        directory, columns, classes, classMode, validateFilenames, load, flow);
  }

  /** These options with another column of files. */
  public DataframeOptions xCol(String xCol) {
    return columns(new Columns(xCol, columns.y(), columns.weight()));
  }

  /** These options with another column of labels. */
  public DataframeOptions yCol(String yCol) {
    return columns(new Columns(columns.x(), List.of(yCol), columns.weight()));
  }

  /** These options with several columns of labels. */
  public DataframeOptions yCol(List<String> yCol) {
    return columns(new Columns(columns.x(), yCol, columns.weight()));
  }

  /** These options with a column of weights. */
  public DataframeOptions weightCol(String weightCol) {
    return columns(new Columns(columns.x(), columns.y(), weightCol));
  }

  /** These options with {@link LoadOptions#colorMode(ColorMode)}. */
  public DataframeOptions colorMode(ColorMode colorMode) {
    return load(load.colorMode(colorMode));
  }

  /** These options with {@link LoadOptions#targetSize(int, int)}. */
  public DataframeOptions targetSize(int height, int width) {
    return load(load.targetSize(height, width));
  }

  /** These options with {@link LoadOptions#interpolation(Interpolation)}. */
  public DataframeOptions interpolation(Interpolation interpolation) {
    return load(load.interpolation(interpolation));
  }

  /** These options with {@link LoadOptions#keepAspectRatio(boolean)}. */
  public DataframeOptions keepAspectRatio(boolean keepAspectRatio) {
    return load(load.keepAspectRatio(keepAspectRatio));
  }

  /** These options with {@link FlowOptions#batchSize(int)}. */
  public DataframeOptions batchSize(int batchSize) {
    return flow(flow.batchSize(batchSize));
  }

  /** These options with {@link FlowOptions#shuffle(boolean)}. */
  public DataframeOptions shuffle(boolean shuffle) {
    return flow(flow.shuffle(shuffle));
  }

  /** These options with {@link FlowOptions#seed(long)}. */
  public DataframeOptions seed(long seed) {
    return flow(flow.seed(seed));
  }

  /** These options with {@link FlowOptions#subset(Subset)}. */
  public DataframeOptions subset(Subset subset) {
    return flow(flow.subset(subset));
  }

  /** These options with {@link FlowOptions#saveToDir(Path)}. */
  public DataframeOptions saveToDir(Path saveToDir) {
    return flow(flow.saveToDir(saveToDir));
  }

  /** These options with {@link FlowOptions#savePrefix(String)}. */
  public DataframeOptions savePrefix(String savePrefix) {
    return flow(flow.savePrefix(savePrefix));
  }

  /** These options with {@link FlowOptions#saveFormat(ImageFormat)}. */
  public DataframeOptions saveFormat(ImageFormat saveFormat) {
    return flow(flow.saveFormat(saveFormat));
  }

  /** These options with {@link FlowOptions#threads(int)}. */
  public DataframeOptions threads(int threads) {
    return flow(flow.threads(threads));
  }
}
