package dev.kindling.preprocessing;

import dev.kindling.data.PictureSource;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The pictures of files, each loaded when its turn comes.
 *
 * @param files where they lie
 * @param options how they are loaded
 * @param imageSize the size of each
 */
record LoadedFiles(List<Path> files, LoadOptions options, ImageSize imageSize)
    implements PictureSource {

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public Shape pictureShape() {
    return Shape.of(imageSize.height(), imageSize.width(), options.decode().colorMode().channels());
  }

  @Override
  public Image load(int index) throws IOException {
    return Images.loadImg(files.get(index), options);
  }

  @Override
  public String name(int index) {
    return files.get(index).toString();
  }
}
