package dev.kindling.app;

import dev.kindling.experiments.ClassFigures;
import dev.kindling.experiments.Evaluation;
import java.util.List;
import java.util.Locale;

/**
 * An evaluation for people: what it comes to, how each class did, and which was taken for which.
 *
 * @param evaluation what is shown
 */
record EvaluationTable(Evaluation evaluation) {

  private static final String CLASS = "class";

  /** The table, its lines ended by line breaks. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Accuracy %.2f %%, loss %.4f, on %d pictures of the %s part",
            100 * evaluation.figures().accuracy(),
            evaluation.figures().loss(),
            evaluation.figures().pictures(),
            evaluation.part()));
    if (!evaluation.skipped().isEmpty()) {
      text.append(", ").append(evaluation.skipped().size()).append(" files left out");
    }
    text.append("\n\n");
    int width = Math.max(CLASS.length(), widest());
    perClass(text, width);
    text.append('\n');
    confusion(text, width);
    return text.toString();
  }

  private void perClass(StringBuilder text, int width) {
    text.append(Text.pad(CLASS, width)).append("  precision  recall      f1  pictures\n");
    for (ClassFigures figures : evaluation.perClass()) {
      text.append(Text.pad(figures.label(), width))
          .append(Text.padLeft(share(figures.precision()), 11))
          .append(Text.padLeft(share(figures.recall()), 8))
          .append(Text.padLeft(share(figures.f1()), 8))
          .append(Text.padLeft(String.valueOf(figures.pictures()), 10))
          .append('\n');
    }
  }

  private void confusion(StringBuilder text, int width) {
    List<String> labels = evaluation.labels();
    int digits = String.valueOf(evaluation.figures().pictures()).length();
    text.append(Text.pad("", width)).append("  taken for\n").append(Text.pad("", width));
    for (String label : labels) {
      text.append("  ").append(Text.padLeft(label, digits));
    }
    text.append('\n');
    for (int actual = 0; actual < labels.size(); actual++) {
      text.append(Text.pad(labels.get(actual), width));
      for (int predicted = 0; predicted < labels.size(); predicted++) {
        int column = Math.max(digits, Text.width(labels.get(predicted)));
        int count = evaluation.confusion().count(actual, predicted);
        text.append("  ").append(Text.padLeft(String.valueOf(count), column));
      }
      text.append('\n');
    }
  }

  private int widest() {
    return evaluation.labels().stream().mapToInt(Text::width).max().orElse(0);
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
