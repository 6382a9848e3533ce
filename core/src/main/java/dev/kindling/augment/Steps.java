package dev.kindling.augment;

import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import java.util.List;

/**
 * Operations one after the other; without any, the picture as it is.
 *
 * @param operations in the order in which they are done
 */
public record Steps(List<Operation> operations) implements Operation {

  /** What leaves a picture as it is. */
  public static final Steps NONE = new Steps(List.of());

  /** Copies the list. */
  public Steps {
    operations = List.copyOf(operations);
  }

  @Override
  public Image apply(Image image) {
    Image changed = image;
    for (Operation operation : operations) {
      changed = operation.apply(changed);
    }
    return changed;
  }

  @Override
  public ImageSize sizeAfter(ImageSize size) {
    ImageSize after = size;
    for (Operation operation : operations) {
      after = operation.sizeAfter(after);
    }
    return after;
  }

  @Override
  public String describe() {
    return Words.join(operations.stream().map(Operation::describe).toList());
  }

  /** The product of the parts that each step shows of what it is given. */
  @Override
  public double shownPart(ImageSize size) {
    double part = 1;
    ImageSize now = size;
    for (Operation operation : operations) {
      part *= operation.shownPart(now);
      now = operation.sizeAfter(now);
    }
    return part;
  }
}
