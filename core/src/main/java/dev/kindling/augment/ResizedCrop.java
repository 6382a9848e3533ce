package dev.kindling.augment;

import dev.kindling.image.Crop;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;

/**
 * A rectangle of a picture, cut out and resized: torchvision's {@code resized_crop} of Pillow
 * pictures.
 *
 * @param crop the rectangle
 * @param size what it is resized to
 * @param interpolation how
 */
public record ResizedCrop(Crop crop, ImageSize size, Interpolation interpolation)
    implements Operation {

  @Override
  public Image apply(Image image) {
    return Resize.resize(crop.apply(image), size, interpolation);
  }

  @Override
  public ImageSize sizeAfter(ImageSize before) {
    return size;
  }

  @Override
  public String describe() {
    return "crop of %d x %d pixels".formatted(crop.width(), crop.height());
  }

  @Override
  public double shownPart(ImageSize before) {
    return (double) crop.width() * crop.height() / before.pixels();
  }
}
