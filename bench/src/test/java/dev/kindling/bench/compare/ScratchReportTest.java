package dev.kindling.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScratchReportTest {

  private final Results results = new Results();

  @Test
  void rates_standBesideKerasWithTheRatioOfMedians() {
    List.of(200.0, 240.0, 210.0)
        .forEach(rate -> results.add(ScratchReport.KERAS, "step f32", rate));
    results.add(ScratchReport.KINDLING, "step f32", 315);

    assertThat(report()).contains("| training step, f32 | 210 (200 to 240) | 315 | 1.50 |");
  }

  @Test
  void step_isAShareOfThePeakByWhatAPictureCosts() {
    results.add(ScratchReport.KINDLING, "peak bf16", 400);
    results.add(ScratchReport.KINDLING, "peak f32", 200);
    results.add(ScratchReport.KINDLING, "step bf16", 600);

    assertThat(report()).contains("| bf16 | 400 | 294 | 74 % |");
  }

  @Test
  void fit_isAShareOfTheStep() {
    results.add(ScratchReport.KINDLING, "step bf16", 500);
    results.add(ScratchReport.KINDLING, "fit", 400);

    assertThat(report()).contains("reaches 80 % of its own step's rate");
  }

  @Test
  void accuracies_areOneASeed() {
    for (double atTheEnd : List.of(0.79, 0.7925)) {
      new TrainedRun(ScratchReport.PROGRAM, 2000, List.of(4.0, 4.0), List.of(0.81, atTheEnd))
          .addAccuracies(results);
    }

    assertThat(report())
        .contains("| kindling train | 79.00, 79.25 | 80.00, 80.13 | 81.00, 81.00 |");
  }

  @Test
  void whatWasNotMeasured_isLeftOut() {
    assertThat(report()).doesNotContain("peak", "accuracy", "`fit`").contains("| threads | 2 |");
  }

  private String report() {
    return ScratchReport.of(results, Map.of("threads", "2"), 3);
  }
}
