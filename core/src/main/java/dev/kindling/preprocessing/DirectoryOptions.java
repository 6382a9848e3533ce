package dev.kindling.preprocessing;

import dev.kindling.data.Subset;
import dev.kindling.image.ColorMode;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.Interpolation;
import java.nio.file.Path;
import java.util.List;

/**
 * How pictures flow from a folder of class folders: the arguments of the same names of Keras's
 * {@code flow_from_directory}.
 *
 * @param load how each picture is loaded, to one size
 * @param classes the folders that are classes, in order; none for all that there are, by name
 * @param classMode the form of the labels
 * @param followLinks whether links to folders are followed below the class folders
 * @param flow how the pictures flow
 */
public record DirectoryOptions(
    LoadOptions load,
    List<String> classes,
    ClassMode classMode,
    boolean followLinks,
    FlowOptions flow) {

  /** Keras's defaults. */
  public DirectoryOptions() {
    this(
        new LoadOptions().targetSize(256, 256),
        List.of(),
        ClassMode.CATEGORICAL,
        false,
        new FlowOptions());
  }

  /** Checks the arguments. */
  public DirectoryOptions {
    classes = List.copyOf(classes);
    if (load.targetSize() == null) {
      throw new IllegalArgumentException("Pictures in batches have one size: give a targetSize.");
    }
    if (classMode == ClassMode.RAW || classMode == ClassMode.MULTI_OUTPUT) {
      throw new IllegalArgumentException(
          "Folders have no columns of numbers: classMode %s is for flowFromDataframe."
              .formatted(classMode));
    }
  }

  /** These options with another way to load. */
  public DirectoryOptions load(LoadOptions load) {
    return new DirectoryOptions(load, classes, classMode, followLinks, flow);
  }

  /** These options with these classes, in this order. */
  public DirectoryOptions classes(List<String> classes) {
    return new DirectoryOptions(load, classes, classMode, followLinks, flow);
  }

  /** These options with another form of labels. */
  public DirectoryOptions classMode(ClassMode classMode) {
    return new DirectoryOptions(load, classes, classMode, followLinks, flow);
  }

  /** These options with or without links followed. */
  public DirectoryOptions followLinks(boolean followLinks) {
    return new DirectoryOptions(load, classes, classMode, followLinks, flow);
  }

  /** These options with another way to flow. */
  public DirectoryOptions flow(FlowOptions flow) {
    return new DirectoryOptions(load, classes, classMode, followLinks, flow);
  }

  /** These options with {@link LoadOptions#colorMode(ColorMode)}. */
  public DirectoryOptions colorMode(ColorMode colorMode) {
    return load(load.colorMode(colorMode));
  }

  /** These options with {@link LoadOptions#targetSize(int, int)}. */
  public DirectoryOptions targetSize(int height, int width) {
    return load(load.targetSize(height, width));
  }

  /** These options with {@link LoadOptions#interpolation(Interpolation)}. */
  public DirectoryOptions interpolation(Interpolation interpolation) {
    return load(load.interpolation(interpolation));
  }

  /** These options with {@link LoadOptions#keepAspectRatio(boolean)}. */
  public DirectoryOptions keepAspectRatio(boolean keepAspectRatio) {
    return load(load.keepAspectRatio(keepAspectRatio));
  }

  /** These options with {@link FlowOptions#batchSize(int)}. */
  public DirectoryOptions batchSize(int batchSize) {
    return flow(flow.batchSize(batchSize));
  }

  /** These options with {@link FlowOptions#shuffle(boolean)}. */
  public DirectoryOptions shuffle(boolean shuffle) {
    return flow(flow.shuffle(shuffle));
  }

  /** These options with {@link FlowOptions#seed(long)}. */
  public DirectoryOptions seed(long seed) {
    return flow(flow.seed(seed));
  }

  /** These options with {@link FlowOptions#subset(Subset)}. */
  public DirectoryOptions subset(Subset subset) {
    return flow(flow.subset(subset));
  }

  /** These options with {@link FlowOptions#saveToDir(Path)}. */
  public DirectoryOptions saveToDir(Path saveToDir) {
    return flow(flow.saveToDir(saveToDir));
  }

  /** These options with {@link FlowOptions#savePrefix(String)}. */
  public DirectoryOptions savePrefix(String savePrefix) {
    return flow(flow.savePrefix(savePrefix));
  }

  /** These options with {@link FlowOptions#saveFormat(ImageFormat)}. */
  public DirectoryOptions saveFormat(ImageFormat saveFormat) {
    return flow(flow.saveFormat(saveFormat));
  }

  /** These options with {@link FlowOptions#threads(int)}. */
  public DirectoryOptions threads(int threads) {
    return flow(flow.threads(threads));
  }
}
