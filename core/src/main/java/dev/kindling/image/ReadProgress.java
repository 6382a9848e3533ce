package dev.kindling.image;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/** How much of a picture a decoder of ImageIO's kind has read. */
final class ReadProgress implements IIOReadProgressListener {

  private static final float WHOLE = 100;

  private float percent;

  /** Whether all rows came. */
  boolean isWhole() {
    return percent >= WHOLE;
  }

  @Override
  public void imageProgress(ImageReader source, float percentageDone) {
    percent = percentageDone;
  }

  @Override
  public void imageStarted(ImageReader source, int imageIndex) {}

  @Override
  public void imageComplete(ImageReader source) {}

  @Override
  public void readAborted(ImageReader source) {}

  @Override
  public void sequenceStarted(ImageReader source, int minIndex) {}

  @Override
  public void sequenceComplete(ImageReader source) {}

  @Override
  public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

  @Override
  public void thumbnailProgress(ImageReader source, float percentageDone) {}

  @Override
  public void thumbnailComplete(ImageReader source) {}
}
