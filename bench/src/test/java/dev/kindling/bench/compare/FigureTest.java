package dev.kindling.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void median_isTheMiddleOfTheSorted() {
    assertThat(new Figure(List.of(5.0, 1.0, 2.0)).median()).isEqualTo(2);
    assertThat(new Figure(List.of(5.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3);
  }

  @Test
  void text_tellsTheSpreadOfSeveral() {
    assertThat(new Figure(List.of(236.4))).hasToString("236");
    assertThat(new Figure(List.of(236.4, 228.0, 240.1))).hasToString("236 (228 to 240)");
  }
}
