package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void pad_countsChineseCharactersAsTwo() {
    assertThat(Text.pad("猫", 4)).isEqualTo("猫  ");
    assertThat(Text.pad("cat", 4)).isEqualTo("cat ");
    assertThat(Text.padLeft("猫", 4)).isEqualTo("  猫");
  }

  @Test
  void pad_neverCuts() {
    assertThat(Text.pad("maple", 2)).isEqualTo("maple");
  }

  @Test
  void duration_isShort() {
    assertThat(TrainingReport.duration(41.6)).isEqualTo("42 s");
    assertThat(TrainingReport.duration(170)).isEqualTo("3 min");
    assertThat(TrainingReport.duration(7500)).isEqualTo("2 h 5 min");
  }
}
