package dev.kindling.data;

import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import java.nio.file.Path;

/**
 * How pictures flow from a folder of class folders: the arguments of the same names of Keras's
 * {@code flow_from_directory}.
 *
 * @param targetSize the size that each picture is stretched to
 * @param interpolation how it is stretched
 * @param classMode the form of the labels
 * @param flow how the pictures flow
 */
public record DirectoryOptions(
    ImageSize targetSize, Interpolation interpolation, ClassMode classMode, FlowOptions flow) {

  /** Keras's defaults. */
  public DirectoryOptions() {
    this(new ImageSize(256, 256), Interpolation.NEAREST, ClassMode.CATEGORICAL, new FlowOptions());
  }

  /** These options with another size of pictures. */
  public DirectoryOptions targetSize(int height, int width) {
    return new DirectoryOptions(new ImageSize(height, width), interpolation, classMode, flow);
  }

  /** These options with another way to stretch. */
  public DirectoryOptions interpolation(Interpolation interpolation) {
    return new DirectoryOptions(targetSize, interpolation, classMode, flow);
  }

  /** These options with another form of labels. */
  public DirectoryOptions classMode(ClassMode classMode) {
    return new DirectoryOptions(targetSize, interpolation, classMode, flow);
  }

  /** These options with another way to flow. */
  public DirectoryOptions flow(FlowOptions flow) {
    return new DirectoryOptions(targetSize, interpolation, classMode, flow);
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
