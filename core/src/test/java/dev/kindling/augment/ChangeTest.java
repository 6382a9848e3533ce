package dev.kindling.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.image.Crop;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeTest {

  private static final ImageSize SIZE = new ImageSize(100, 100);

  private static Transform zoomed(double zx, double zy) {
    return new Transform(0, 0, 0, 0, zx, zy, false, false, null, null);
  }

  @Test
  void transform_isPutIntoWords() {
    Transform all = new Transform(-23.456, 4, -0.123, 5, 0.8, 1.25, true, true, 12.0, 0.5);

    assertThat(all.describe())
        .isEqualTo(
            "turned -23.46°, moved -4, 0.12 pixels, sheared 5°, zoom 1.25 x 0.8, levels + 12,"
                + " flipped, upside down, brightness x 0.5");
    assertThat(Transform.NONE.describe()).isEmpty();
  }

  @Test
  void steps_areDescribedOneByOne() {
    Steps steps =
        new Steps(
            List.of(
                new ResizedCrop(new Crop(0, 0, 50, 40), SIZE, Interpolation.BILINEAR),
                new HorizontalFlip(),
                new ResizeTo(SIZE, Interpolation.BILINEAR),
                Affine.rotate(30, Interpolation.NEAREST),
                new AdjustContrast(1.5)));

    assertThat(steps.describe())
        .isEqualTo("crop of 40 x 50 pixels, flipped, turned -30°, contrast x 1.5");
    assertThat(steps.shownPart(SIZE)).isEqualTo(0.2);
  }

  @Test
  void shownPart_isTheAreaThatIsStillSeen() {
    assertThat(Transform.NONE.shownPart(SIZE)).isEqualTo(1);
    assertThat(zoomed(2, 2).shownPart(SIZE)).isCloseTo(1, within(0.05)); // smaller, but whole
    assertThat(zoomed(0.5, 0.5).shownPart(SIZE)).isCloseTo(0.25, within(0.02));
    assertThat(new Transform(0, 30, 0, 0, 1, 1, false, false, null, null).shownPart(SIZE))
        .isCloseTo(0.7, within(0.02));
    assertThat(new Transform(45, 0, 0, 0, 1, 1, false, false, null, null).shownPart(SIZE))
        .isCloseTo(0.83, within(0.02));
    assertThat(new Transform(0, 200, 0, 0, 1, 1, false, false, null, null).shownPart(SIZE))
        .isZero();
  }
}
