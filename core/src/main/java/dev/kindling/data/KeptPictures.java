package dev.kindling.data;

import dev.kindling.image.Image;
import dev.kindling.tensor.Shape;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of another source, the first of which stay in memory once they have been loaded, as many
 * as fit a budget. A file that changes afterwards is not looked at again.
 */
public final class KeptPictures implements PictureSource {

  private final PictureSource source;
  private final AtomicReferenceArray<@Nullable Image> kept;

  /**
   * Pictures of a source.
   *
   * @param budget the bytes that pictures may take in memory
   */
  public KeptPictures(PictureSource source, long budget) {
    this.source = source;
    long fitting = budget / source.pictureShape().elements();
    this.kept = new AtomicReferenceArray<>((int) Math.min(source.size(), fitting));
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Shape pictureShape() {
    return source.pictureShape();
  }

  @Override
  public Image load(int index) throws IOException {
    if (index >= kept.length()) {
      return source.load(index);
    }
    Image image = kept.get(index);
    if (image == null) {
      image = source.load(index);
      kept.set(index, image);
    }
    return image;
  }

  @Override
  public String name(int index) {
    return source.name(index);
  }
}
