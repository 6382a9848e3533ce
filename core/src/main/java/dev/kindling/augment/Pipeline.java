package dev.kindling.augment;

import dev.kindling.image.ImageSize;
import dev.kindling.random.NumpyRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Augmentations one after the other, each drawn for what the ones before it leave: torchvision's
 * {@code Compose}.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.of(
 *     new RandomResizedCrop(new ImageSize(224, 224)),
 *     new RandomHorizontalFlip(0.5),
 *     new RandAugment(2, 9));
 * Image changed = pipeline.draw(new NumpyRandom(7), picture.size()).apply(picture);
 * }</pre>
 *
 * @param augmentations in the order in which they are drawn and done
 */
public record Pipeline(List<Augmentation> augmentations) implements Augmentation {

  /** Copies the list. */
  public Pipeline {
    augmentations = List.copyOf(augmentations);
  }

  /** These augmentations, in this order. */
  public static Pipeline of(Augmentation... augmentations) {
    return new Pipeline(List.of(augmentations));
  }

  @Override
  public Steps draw(NumpyRandom random, ImageSize size) {
    List<Operation> drawn = new ArrayList<>();
    ImageSize now = size;
    for (Augmentation augmentation : augmentations) {
      Operation operation = augmentation.draw(random, now);
      drawn.add(operation);
      now = operation.sizeAfter(now);
    }
    return new Steps(drawn);
  }
}
