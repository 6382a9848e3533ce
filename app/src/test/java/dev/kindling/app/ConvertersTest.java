package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.augment.Interval;
import dev.kindling.augment.Shift;
import dev.kindling.image.ImageSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {

  @Test
  void shift_fraction_isAnyUpToThatPart() {
    assertThat(shift("0.2")).isEqualTo(new Shift.Uniform(0.2));
  }

  @Test
  void shift_wholeNumber_isPixels_andWithAPointItIsNot() {
    assertThat(shift("12")).isEqualTo(new Shift.WholePixels(12));
    assertThat(shift("12.0")).isEqualTo(new Shift.Uniform(12));
  }

  @Test
  void shift_list_isOneOfThem() {
    assertThat(shift("-5,0,5")).isEqualTo(new Shift.OneOf(List.of(-5.0, 0.0, 5.0)));
    assertThat(shift("0.25,")).isEqualTo(new Shift.OneOf(List.of(0.25)));
  }

  @Test
  void shift_written_isReadBack() {
    for (String text : List.of("0.2", "12", "12.0", "-5.0,0.0,5.0", "0.25,")) {
      assertThat(shift(Converters.text(shift(text)))).isEqualTo(shift(text));
    }
  }

  @Test
  void shift_ofNothing_isRefused() {
    for (String text : List.of("", "much", ",", "-3", "-0.1", "1e999")) {
      assertThatThrownBy(() -> shift(text))
          .as(text)
          .isInstanceOf(TypeConversionException.class)
          .hasMessageContaining("Received");
    }
  }

  @Test
  void zoom_isANumberAboutOne_orTwoEnds() {
    Converters.Zoom zoom = new Converters.Zoom();

    assertThat(zoom.convert("0.25")).isEqualTo(new Interval(0.75, 1.25));
    assertThat(zoom.convert("0.8,1.2")).isEqualTo(new Interval(0.8, 1.2));
    assertThatThrownBy(() -> zoom.convert("1.2,0.8")).hasMessageContaining("Received: 1.2, 0.8");
    assertThatThrownBy(() -> zoom.convert("1,2,3")).hasMessageContaining("Received: 1,2,3");
    assertThatThrownBy(() -> zoom.convert(",")).hasMessageContaining("Received: ,");
  }

  @Test
  void factor_isANumberOrAFraction() {
    Converters.Factor factor = new Converters.Factor();

    assertThat(factor.convert("1/255")).isEqualTo(1 / 255.0);
    assertThat(factor.convert("0.5")).isEqualTo(0.5);
    assertThatThrownBy(() -> factor.convert("1/")).hasMessageContaining("Received: 1/");
  }

  @Test
  void size_isASquare_orWidthThenHeight() {
    Converters.Size size = new Converters.Size();

    assertThat(size.convert("150")).isEqualTo(new ImageSize(150, 150));
    assertThat(size.convert("200x100")).isEqualTo(new ImageSize(100, 200));
    assertThatThrownBy(() -> size.convert("0")).hasMessageContaining("Received");
    assertThatThrownBy(() -> size.convert("big")).hasMessageContaining("Received: big");
  }

  private static Shift shift(String text) {
    return new Converters.Shifts().convert(text);
  }
}
