package dev.kindling.augment;

import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;
import dev.kindling.random.NumpyRandom;

/**
 * A picture stretched to a size, always the same: torchvision's {@code Resize([height, width])} of
 * Pillow pictures. Draws nothing.
 *
 * @param size the new size
 * @param interpolation how
 */
public record ResizeTo(ImageSize size, Interpolation interpolation)
    implements Augmentation, Operation {

  @Override
  public Operation draw(NumpyRandom random, ImageSize picture) {
    return this;
  }

  @Override
  public Image apply(Image image) {
    return Resize.resize(image, size, interpolation);
  }

  @Override
  public ImageSize sizeAfter(ImageSize before) {
    return size;
  }

  @Override
  public String describe() {
    return "";
  }
}
