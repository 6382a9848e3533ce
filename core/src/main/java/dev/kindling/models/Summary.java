package dev.kindling.models;

import dev.kindling.layers.Weight;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Keras's table of a model, as Keras prints it where it finds no wider terminal. */
final class Summary {

  /** The widths of what stands in the columns: layer, shape, parameters. */
  private static final int[] WIDTHS = {31, 22, 13};

  private final StringBuilder text = new StringBuilder();

  private Summary() {}

  static String of(Network network) {
    Summary summary = new Summary();
    summary.table(network);
    summary.totals(network);
    return summary.text.toString();
  }

  private void table(Network network) {
    text.append("Model: \"").append(network.name()).append("\"\n");
    border("┏━┳┓");
    row("┃", "Layer (type)", "Output Shape", "Param #");
    border("┡━╇┩");
    boolean first = true;
    if (!network.isSequential()) {
      for (String input : network.inputs().keySet()) {
        line(first, input, "InputLayer", network.lowered().shape(input), 0);
        first = false;
      }
    }
    for (Member member : network.members()) {
      Shape shape = network.lowered().shape(member.name());
      long parameters = parameters(network.weights(), member.name() + "/");
      line(first, member.name(), member.className(), shape, parameters);
      first = false;
    }
    border("└─┴┘");
  }

  private void line(boolean first, String name, String kind, Shape shape, long parameters) {
    if (!first) {
      border("├─┼┤");
    }
    row("│", "%s (%s)".formatted(name, kind), shape.toString(), grouped(parameters));
  }

  /** A line made of a left end, a filling, a crossing and a right end. */
  private void border(String characters) {
    String fill = characters.substring(1, 2);
    text.append(characters.charAt(0));
    for (int i = 0; i < WIDTHS.length; i++) {
      text.append(fill.repeat(WIDTHS[i] + 2));
      text.append(characters.charAt(i < WIDTHS.length - 1 ? 2 : 3));
    }
    text.append('\n');
  }

  /** A row of as many lines as its longest cell needs; the last column is aligned right. */
  private void row(String edge, String layer, String shape, String parameters) {
    List<List<String>> cells =
        List.of(wrap(layer, WIDTHS[0]), wrap(shape, WIDTHS[1]), wrap(parameters, WIDTHS[2]));
    int height = cells.stream().mapToInt(List::size).max().orElseThrow();
    for (int line = 0; line < height; line++) {
      for (int i = 0; i < WIDTHS.length; i++) {
        String cell = line < cells.get(i).size() ? cells.get(i).get(line) : "";
        String space = " ".repeat(WIDTHS[i] - cell.length());
        text.append(edge).append(' ');
        text.append(i == 2 ? space + cell : cell + space).append(' ');
      }
      text.append(edge).append('\n');
    }
  }

  /** Breaks between words; a word that is longer than a line is cut. */
  private static List<String> wrap(String cell, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : cell.split(" ", -1)) {
      String shown = word.length() > width ? word.substring(0, width - 1) + "…" : word;
      if (line.isEmpty()) {
        line = shown;
      } else if (line.length() + 1 + shown.length() <= width) {
        line += " " + shown;
      } else {
        lines.add(line);
        line = shown;
      }
    }
    lines.add(line);
    return lines;
  }

  private void totals(Network network) {
    long total = parameters(network.weights(), "");
    long trained = 0;
    for (String name : network.trained()) {
      Weight weight = Objects.requireNonNull(network.lowered().weights().get(name));
      trained += weight.role() == Weight.Role.TRAINED ? weight.keras().shape().elements() : 0;
    }
    text.append(" Total params: ").append(total(total));
    text.append(" Trainable params: ").append(total(trained));
    text.append(" Non-trainable params: ").append(total(total - trained));
  }

  private static String total(long parameters) {
    return "%s (%s)\n".formatted(grouped(parameters), bytes(Float.BYTES * parameters));
  }

  /** Keras's way to write a number of bytes, whose KB are 1024. */
  private static String bytes(long count) {
    String[] units = {"B", "KB", "MB", "GB", "TB"};
    double size = count;
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return new BigDecimal(size).setScale(2, RoundingMode.HALF_EVEN) + " " + units[unit];
  }

  private static long parameters(Map<String, Tensor> weights, String prefix) {
    return weights.entrySet().stream()
        .filter(weight -> weight.getKey().startsWith(prefix))
        .mapToLong(weight -> weight.getValue().shape().elements())
        .sum();
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
