package dev.kindling.app;

import dev.kindling.augment.Change;
import dev.kindling.image.ImageSize;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands out in augmented pictures, and may not be wanted. */
final class PreviewNotes {

  /** Values may be off this much, in grey levels, by rounding. */
  private static final double ROUNDING = 0.01;

  private final double rescale;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private int pictures;
  private int halfLost;

  /**
   * Notes on pictures.
   *
   * @param rescale what their values are multiplied by
   */
  PreviewNotes(double rescale) {
    this.rescale = rescale;
  }

  /** Looks at a picture, changed so from one of a size. */
  void look(Tensor x, Change change, ImageSize size) {
    pictures++;
    if (change.shownPart(size) < 0.5) {
      halfLost++;
    }
    for (float value : x.data()) {
      least = Math.min(least, value / rescale);
      most = Math.max(most, value / rescale);
    }
  }

  /** A sentence for each thing to know. */
  List<String> all() {
    List<String> notes = new ArrayList<>();
    if (least < -ROUNDING || most > 255 + ROUNDING) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Values leave the range of pictures, 0 to 255: they go from %.4g to %.4g. The network"
                  + " sees them so; the files are stretched to be seen.",
              least,
              most));
    }
    if (halfLost > 0) {
      notes.add(
          "%d of %d pictures show less than half of their original: is what tells the classes apart still in them?"
              .formatted(halfLost, pictures));
    }
    return notes;
  }
}
