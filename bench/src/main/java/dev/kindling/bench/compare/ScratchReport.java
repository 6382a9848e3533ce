package dev.kindling.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The figures of the article's first recipe as Markdown: docs/benchmarks.md. */
final class ScratchReport {

  static final String KERAS = "Keras";
  static final String KINDLING = "Kindling";
  static final String PROGRAM = "kindling train";

  /** A line of the table: the same work by both, each under the name of its figure. */
  private record Row(String work, String kerasFigure, String contender, String figure) {
    Row(String work, String figure) {
      this(work, figure, KINDLING, figure);
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row("training step, f32", "step f32"),
          new Row("training step, bf16 (Keras f32)", "step f32", KINDLING, "step bf16"),
          new Row("training step, bf16", "step bf16"),
          new Row("generator alone, decoded arrays", "arrays"),
          new Row("generator alone, from files", "files"),
          new Row("`fit` from files, first epoch", "fit, first epoch"),
          new Row("`fit` from files, later epochs", "fit"),
          new Row(
              "`kindling train` (Keras `fit`), first epoch",
              "fit, first epoch",
              PROGRAM,
              "fit, first epoch"),
          new Row("`kindling train` (Keras `fit`), later epochs", "fit", PROGRAM, "fit"));

  /** What a picture costs forward and backward through the article's network. */
  private static final double GIGAFLOPS_A_PICTURE = 0.49;

  private final Results results;
  private final StringBuilder text = new StringBuilder();

  private ScratchReport(Results results) {
    this.results = results;
  }

  /**
   * The whole report.
   *
   * @param machine facts about it, by kind
   * @param rounds how often each thing was measured
   */
  static String of(Results results, Map<String, String> machine, int rounds) {
    ScratchReport report = new ScratchReport(results);
    report.introduce(rounds);
    report.rates();
    report.shares();
    report.accuracies();
    report.machine(machine);
    return report.text.toString();
  }

  private void introduce(int rounds) {
    text.append(
        """
        # Benchmarks

        The article's first recipe: its convolutional network on pictures of 150x150, batches of 32, RMSprop;
        its generator with shear, zoom and horizontal flip. Kindling and Keras on TensorFlow ran in turn on the
        same cores with as many threads, each time in a process of its own. The generator alone runs on one
        thread. Rates are pictures a second: the median of the rounds (least to greatest); there were %d.

        Written by `bench/compare scratch DATA`.

        """
            .formatted(rounds));
  }

  private void rates() {
    table("work", KERAS, KINDLING, "ratio");
    for (Row row : ROWS) {
      Optional<Figure> keras = results.figure(KERAS, row.kerasFigure);
      results
          .figure(row.contender, row.figure)
          .ifPresent(
              kindling ->
                  row(
                      row.work,
                      keras.map(Figure::toString).orElse("-"),
                      kindling.toString(),
                      keras.map(peer -> ratio(kindling, peer)).orElse("-")));
    }
    text.append('\n');
    Optional<Figure> fit = results.figure(KINDLING, "fit");
    Optional<Figure> step =
        results.figure(KINDLING, "step bf16").or(() -> results.figure(KINDLING, "step f32"));
    if (fit.isPresent() && step.isPresent()) {
      line(
          "Kindling's `fit` from files reaches %.0f %% of its own step's rate.",
          100 * fit.get().median() / step.get().median());
    }
  }

  private void shares() {
    if (results.figure(KINDLING, "peak f32").isEmpty()) {
      return;
    }
    text.append("## The step as a share of the machine's peak\n\n");
    line(
        "The peak is the product of two matrices of 2048 rows by oneDNN, in GFLOP a second. A picture costs"
            + " %.2f GFLOP forward and backward.",
        GIGAFLOPS_A_PICTURE);
    table("precision", "peak", "step", "share");
    for (String precision : List.of("f32", "bf16")) {
      Optional<Figure> peak = results.figure(KINDLING, "peak " + precision);
      Optional<Figure> step = results.figure(KINDLING, "step " + precision);
      if (peak.isPresent() && step.isPresent()) {
        double needed = GIGAFLOPS_A_PICTURE * step.get().median();
        row(
            precision,
            peak.get().toString(),
            format("%.0f", needed),
            format("%.0f %%", 100 * needed / peak.get().median()));
      }
    }
    text.append('\n');
  }

  private void accuracies() {
    List<String> contenders = new ArrayList<>(List.of(PROGRAM, KERAS));
    contenders.removeIf(name -> results.figure(name, "accuracy at the end").isEmpty());
    if (contenders.isEmpty()) {
      return;
    }
    text.append("## Validation accuracy in percent, one figure a seed\n\n");
    table("who", "at the end", "mean of the last ten epochs", "best epoch");
    for (String contender : contenders) {
      row(
          contender,
          seeds(contender, "accuracy at the end"),
          seeds(contender, "accuracy of the last ten"),
          seeds(contender, "best accuracy"));
    }
    text.append('\n');
  }

  private String seeds(String contender, String name) {
    return results.figure(contender, name).stream()
        .flatMap(figure -> figure.values().stream())
        .map(accuracy -> format("%.2f", 100 * accuracy))
        .collect(Collectors.joining(", "));
  }

  private void machine(Map<String, String> machine) {
    text.append("## The machine\n\n");
    table("what", "which");
    machine.forEach(this::row);
    results.versions().forEach(this::row);
  }

  private void table(String... heads) {
    row(heads);
    text.append("|").append(" --- |".repeat(heads.length)).append('\n');
  }

  private void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private void line(String pattern, Object... values) {
    text.append(format(pattern, values)).append("\n\n");
  }

  private static String ratio(Figure a, Figure b) {
    return format("%.2f", a.median() / b.median());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
