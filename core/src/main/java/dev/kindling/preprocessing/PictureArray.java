package dev.kindling.preprocessing;

import dev.kindling.data.Split;
import dev.kindling.files.ContentHash;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pictures in an array, with what comes with them.
 *
 * @param x the pictures, {@code (n, height, width, channels)}
 * @param targets labels and weights
 */
record PictureArray(Tensor x, Targets targets) {

  private static final Logger LOG = System.getLogger(ImageDataGenerator.class.getName());

  /** Checks the shapes; warns of odd ones as Keras does. */
  PictureArray {
    if (x.shape().rank() != 4) {
      throw new IllegalArgumentException(
          "x must have shape (n, height, width, channels). Received: " + x.shape());
    }
    int channels = x.shape().size(3);
    if (channels != 1 && channels != 3 && channels != 4) {
      LOG.log(
          Level.WARNING,
          "Pictures have 1, 3 or 4 channels, on the last axis. Received: {0} channels in an array"
              + " of shape {1}",
          channels,
          x.shape());
    }
    targets.requireFor(x.shape().size(0));
  }

  int size() {
    return x.shape().size(0);
  }

  Shape picture() {
    return x.shape().withoutBatch();
  }

  /** All that flows. */
  Samples samples() {
    int length = (int) picture().elements();
    Painter painter =
        (index, warp, transform, rescale, out, at) ->
            warp.apply(transform, x.data(), index * length, rescale, out, at);
    return new Samples(painter, picture(), size(), targets, index -> "Picture " + index);
  }

  /**
   * The pictures divided: by content within each class, each different row of labels being one if
   * they are classes, or as Keras does, the first ones validating.
   */
  Split split(ImageDataGenerator generator, boolean labelsAreClasses) {
    Tensor y = labelsAreClasses ? targets.y() : null;
    List<?> one = Collections.nCopies(size(), "all");
    int length = (int) picture().elements();
    double part = generator.validationSplit();
    return generator.contiguousSplit()
        ? Split.contiguous(one, part)
        : Split.byContent(
            y == null ? one : rows(y),
            index -> ContentHash.of(x.data(), index * length, length),
            part);
  }

  /**
   * Refuses a division after which one part has classes that the other lacks.
   *
   * @throws IllegalArgumentException if there are labels, and it is so
   */
  void requireSameClasses(ImageDataGenerator generator, Split split) {
    Tensor y = targets.y();
    if (y == null) {
      return;
    }
    boolean asKeras = generator.contiguousSplit();
    Set<Object> training = classes(rows(y), split.training(), asKeras);
    Set<Object> validation = classes(rows(y), split.validation(), asKeras);
    if (!training.equals(validation)) {
      throw new IllegalArgumentException(
          ("After the split, training and validation have different classes: %s and %s. Give more"
                  + " pictures of the rare ones, shuffle the arrays if contiguousSplit is set and they"
                  + " are sorted, or set ignoreClassSplit if y holds no classes.")
              .formatted(some(training), some(validation)));
    }
  }

  /** The different rows of labels; for Keras the different numbers, wherever they stand. */
  private static Set<Object> classes(
      List<List<Float>> rows, List<Integer> samples, boolean asKeras) {
    Set<Object> classes = new HashSet<>();
    for (int sample : samples) {
      if (asKeras) {
        classes.addAll(rows.get(sample));
      } else {
        classes.add(rows.get(sample));
      }
    }
    return classes;
  }

  private static List<List<Float>> rows(Tensor y) {
    int length = (int) y.shape().withoutBatch().elements();
    List<List<Float>> rows = new ArrayList<>();
    for (int i = 0; i < y.shape().size(0); i++) {
      List<Float> row = new ArrayList<>();
      for (int j = 0; j < length; j++) {
        row.add(y.data()[i * length + j]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static String some(Set<Object> classes) {
    return classes.size() <= 10 ? classes.toString() : classes.size() + " different ones";
  }

  /** Some of the pictures, copied, as an array with each value multiplied. */
  Tensor copy(List<Integer> some, float factor) {
    int length = (int) picture().elements();
    Tensor copy = Tensor.zeros(x.shape().withBatch(some.size()));
    for (int i = 0; i < some.size(); i++) {
      for (int j = 0; j < length; j++) {
        copy.data()[i * length + j] = x.data()[some.get(i) * length + j] * factor;
      }
    }
    return copy;
  }

  /** The pictures with labels. */
  static PictureArray of(Tensor x, @Nullable Tensor y) {
    return new PictureArray(x, Targets.of(y));
  }
}
