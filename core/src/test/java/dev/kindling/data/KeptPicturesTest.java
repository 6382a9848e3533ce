package dev.kindling.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.image.Image;
import dev.kindling.tensor.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class KeptPicturesTest {

  private int loads;

  private final PictureSource drawn =
      new PictureSource() {
        @Override
        public int size() {
          return 3;
        }

        @Override
        public Shape pictureShape() {
          return Shape.of(8, 8, 3);
        }

        @Override
        public Image load(int index) {
          loads++;
          return DrawnFolder.picture(index);
        }
      };

  private int loadsOfTwoPasses(long budget) throws IOException {
    KeptPictures pictures = new KeptPictures(drawn, budget);
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < 3; i++) {
        assertThat(pictures.load(i)).isEqualTo(DrawnFolder.picture(i));
      }
    }
    return loads;
  }

  @Test
  void withinTheBudget_eachIsLoadedOnce() throws IOException {
    assertThat(loadsOfTwoPasses(Long.MAX_VALUE)).isEqualTo(3);
  }

  @Test
  void beyondTheBudget_theyAreLoadedAgain() throws IOException {
    long two = 2 * 8 * 8 * 3 + 1;
    assertThat(loadsOfTwoPasses(two)).isEqualTo(4);
  }

  @Test
  void withoutABudget_noneIsKept() throws IOException {
    assertThat(loadsOfTwoPasses(0)).isEqualTo(6);
  }
}
