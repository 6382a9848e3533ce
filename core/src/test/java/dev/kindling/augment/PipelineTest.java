package dev.kindling.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.image.Crop;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is drawn. What the drawn operations do: TorchvisionOpsTest. */
class PipelineTest {

  private static final ImageSize PICTURE = new ImageSize(60, 90);
  private static final ImageSize SIZE = new ImageSize(32, 40);

  @ParameterizedTest
  @EnumSource
  void preset_leadsToItsSize(Preset preset) {
    NumpyRandom random = new NumpyRandom(3);
    Image picture = new Image(60, 90, 3, new byte[60 * 90 * 3]);
    for (int i = 0; i < 50; i++) {
      Steps drawn = preset.pipeline(SIZE).draw(random, PICTURE);
      assertThat(drawn.sizeAfter(PICTURE)).isEqualTo(SIZE);
      assertThat(drawn.apply(picture).size()).isEqualTo(SIZE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void draw_sameSeed_isTheSame(Preset preset) {
    Pipeline pipeline = preset.pipeline(SIZE);
    assertThat(pipeline.draw(new NumpyRandom(5), PICTURE))
        .isEqualTo(pipeline.draw(new NumpyRandom(5), PICTURE));
  }

  @Test
  void pipeline_drawsForWhatTheStepsBeforeLeave() {
    Pipeline pipeline =
        Pipeline.of(
            new ResizeTo(new ImageSize(10, 12), Interpolation.BILINEAR), new RandomErasing(1));
    NumpyRandom random = new NumpyRandom(1);
    for (int i = 0; i < 100; i++) {
      List<Operation> drawn = pipeline.draw(random, PICTURE).operations();
      if (drawn.get(1) instanceof Erase erase) {
        Crop area = erase.area();
        assertThat(area.top() + area.height()).isLessThanOrEqualTo(10);
        assertThat(area.left() + area.width()).isLessThanOrEqualTo(12);
      }
    }
  }

  @Test
  void randomResizedCrop_staysInsideAndWithinItsIntervals() {
    RandomResizedCrop augmentation = new RandomResizedCrop(SIZE);
    NumpyRandom random = new NumpyRandom(2);
    for (int i = 0; i < 500; i++) {
      Crop crop = augmentation.draw(random, PICTURE).crop();
      assertThat(crop.top()).isNotNegative();
      assertThat(crop.left()).isNotNegative();
      assertThat(crop.top() + crop.height()).isLessThanOrEqualTo(60);
      assertThat(crop.left() + crop.width()).isLessThanOrEqualTo(90);
      double proportion = (double) crop.width() / crop.height();
      assertThat(proportion).isBetween(0.7, 1.43); // 3:4 to 4:3, sides being whole
      assertThat(crop.width() * crop.height() / 5400.0).isBetween(0.07, 1.0);
    }
  }

  @Test
  void randomResizedCrop_ofAThread_takesItsMiddle() {
    Crop crop =
        new RandomResizedCrop(SIZE, new Interval(1, 1), new Interval(0.5, 2), Interpolation.BOX)
            .draw(new NumpyRandom(1), new ImageSize(100, 10))
            .crop();
    assertThat(crop).isEqualTo(new Crop(40, 0, 20, 10));
  }

  @Test
  void colorJitter_drawsFourInAnyOrderAndLeavesOutWhatStays() {
    NumpyRandom random = new NumpyRandom(4);
    Set<Class<?>> first = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      List<Operation> drawn =
          new ColorJitter(0.5, 0.5, 0.5, 0.1).draw(random, PICTURE).operations();
      assertThat(drawn).hasSize(4);
      first.add(drawn.get(0).getClass());
    }
    assertThat(first).hasSize(4);
    assertThat(new ColorJitter(0, 0.5, 0, 0).draw(random, PICTURE).operations())
        .hasExactlyElementsOfTypes(AdjustContrast.class);
  }

  @Test
  void randAugment_drawsEveryKind() {
    NumpyRandom random = new NumpyRandom(6);
    Set<Operation> drawn = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      drawn.addAll(new RandAugment(2, 9).draw(random, PICTURE).operations());
    }
    assertThat(drawn).hasSize(5 * 2 + 4 * 2 + 5); // warps and factors go both ways
  }

  @Test
  void now_andThen_isAsOftenAsAsked() {
    NumpyRandom random = new NumpyRandom(8);
    int flips = 0;
    for (int i = 0; i < 1000; i++) {
      if (new RandomHorizontalFlip(0.25).draw(random, PICTURE) instanceof HorizontalFlip) {
        flips++;
      }
    }
    assertThat(flips).isBetween(200, 300);
    assertThat(new RandomGrayscale(0).draw(random, PICTURE)).isEqualTo(Steps.NONE);
    assertThat(new RandomGaussianBlur(1, 5, new Interval(0.1, 2)).draw(random, PICTURE))
        .isInstanceOf(GaussianBlur.class);
  }

  @Test
  void cutMix_patchStaysInside() {
    NumpyRandom random = new NumpyRandom(9);
    for (int i = 0; i < 500; i++) {
      Patch patch = new CutMix(1).draw(random, Shape.of(4, 20, 30, 3));
      assertThat(patch.top()).isBetween(0, patch.bottom());
      assertThat(patch.left()).isBetween(0, patch.right());
      assertThat(patch.bottom()).isLessThanOrEqualTo(20);
      assertThat(patch.right()).isLessThanOrEqualTo(30);
      assertThat(patch.lambda()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void wrongArguments_areRefused() {
    assertThatThrownBy(() -> new RandAugment(2, 31))
        .hasMessageContaining("Received: magnitude=31, numMagnitudeBins=31");
    assertThatThrownBy(() -> new RandomHorizontalFlip(1.5)).hasMessageContaining("Received: 1.5");
    assertThatThrownBy(() -> new GaussianBlur(4, 1)).hasMessageContaining("Received: 4");
    assertThatThrownBy(() -> new AdjustContrast(-1))
        .hasMessageContaining("The factor of contrast must not be negative. Received: -1.0");
    assertThatThrownBy(() -> new AdjustHue(0.6)).hasMessageContaining("Received: 0.6");
    assertThatThrownBy(() -> new MixUp(0)).hasMessageContaining("Received: 0.0");
    assertThatThrownBy(() -> Affine.rotate(10, Interpolation.LANCZOS))
        .hasMessageContaining("NEAREST or BILINEAR");
  }
}
