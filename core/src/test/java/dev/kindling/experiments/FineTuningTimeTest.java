package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.experiments.FineTuned.Effort;
import org.junit.jupiter.api.Test;

class FineTuningTimeTest {

  private static final Effort EFFORT = new Effort(4, 6);

  /** 1,000 pictures, of which 800 are trained on at first, and so many seconds. */
  private static FineTuningTime time(double seconds, int measured, double looking) {
    return new FineTuningTime(new Clock(seconds), 1000, 800, measured, looking, 4);
  }

  @Test
  void looksAndTrainings_haveToFit() {
    // 4 * 1000 looks of 10 ms, 6 * 800 steps of 20 ms, 10 s, 4 s for the file: 150 s.
    assertThat(time(155, 0, 0).isThereFor(EFFORT, 0, 0.01, 0.02, 10)).isTrue();
    assertThat(time(145, 0, 0).isThereFor(EFFORT, 0, 0.01, 0.02, 10)).isFalse();
    assertThat(time(145, 0, 0).isThereFor(EFFORT, 1000, 0.01, 0.02, 10)).isTrue();
  }

  @Test
  void measuringHasToFit_alsoByTheNetworksBeside() {
    // 1000 times 10 ms, and half of 20 ms, and 4 s: 24 s. Beside others of 20 ms, 30 s more.
    assertThat(time(26, 1000, 0).isThereFor(0, 0.01, 0.02)).isTrue();
    assertThat(time(22, 1000, 0).isThereFor(0, 0.01, 0.02)).isFalse();
    assertThat(time(52, 1000, 0.02).isThereFor(0, 0.01, 0.02)).isFalse();
    assertThat(time(56, 1000, 0.02).isThereFor(0, 0.01, 0.02)).isTrue();
  }
}
