package dev.kindling.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CropTest {

  /** Two rows of three pixels: 1 2 3 above 4 5 6. */
  private static final Image SIX = new Image(2, 3, 1, new byte[] {1, 2, 3, 4, 5, 6});

  @Test
  void crop_cutsOut() {
    assertThat(new Crop(1, 1, 1, 2).apply(SIX)).isEqualTo(new Image(1, 2, 1, new byte[] {5, 6}));
  }

  @Test
  void crop_beyondThePicture_isZero() {
    assertThat(new Crop(-1, 2, 3, 2).apply(SIX))
        .isEqualTo(new Image(3, 2, 1, new byte[] {0, 0, 3, 0, 6, 0}));
    assertThat(new Crop(7, -9, 1, 2).apply(SIX)).isEqualTo(new Image(1, 2, 1, new byte[2]));
  }

  @Test
  void center_roundsAsTorchvision() {
    // Half a pixel too much: 1 of 3 rows above goes with (5 - 2) / 2 = 1.5, rounded to even.
    assertThat(Crop.center(new ImageSize(5, 3), new ImageSize(2, 2)))
        .isEqualTo(new Crop(2, 0, 2, 2));
    assertThat(Crop.center(new ImageSize(2, 2), new ImageSize(5, 4)))
        .isEqualTo(new Crop(-1, -1, 5, 4));
  }

  @Test
  void crop_withoutRows_isRefused() {
    assertThatThrownBy(() -> new Crop(0, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pad_putsABorderAround() {
    assertThat(new Pad(1, 0, 2, 1, 9).apply(new Image(1, 2, 1, new byte[] {1, 2})))
        .isEqualTo(new Image(2, 5, 1, new byte[] {9, 1, 2, 9, 9, 9, 9, 9, 9, 9}));
  }

  @Test
  void pad_withNegativeLength_isRefused() {
    assertThatThrownBy(() -> new Pad(0, -1, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("top=-1");
  }
}
