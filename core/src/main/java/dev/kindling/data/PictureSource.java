package dev.kindling.data;

import dev.kindling.image.Image;
import dev.kindling.tensor.Shape;
import java.io.IOException;

/**
 * Pictures of one size, numbered from 0, that can be had in any order and by several threads at
 * once: from files, or kept in memory.
 */
public interface PictureSource {

  /** How many there are. */
  int size();

  /** The shape of each: {@code (height, width, channels)}. */
  Shape pictureShape();

  /**
   * A picture of that shape. It is only read from.
   *
   * @throws IOException if it cannot be had; its message names the file
   */
  Image load(int index) throws IOException;

  /** What an error calls a picture, such as its file. */
  default String name(int index) {
    return "Picture " + index;
  }
}
