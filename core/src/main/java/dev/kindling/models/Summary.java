package dev.kindling.models;

import dev.kindling.layers.Weight;
import dev.kindling.tensor.Tensor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keras's table of a model, as Keras prints it where it finds no wider terminal. */
final class Summary {

  /** The widths of what stands in the columns: layer, shape, parameters. */
  private static final int[] STRAIGHT = {31, 22, 13};

  /** The same, and where a layer's values come from. */
  private static final int[] BRANCHED = {19, 17, 10, 17};

  /** The column that is aligned right. */
  private static final int PARAMETERS = 2;

  private static final Pattern VALUE = Pattern.compile("(.+?)(?::(\\d+))?(?:#(\\d+))?");

  private final StringBuilder text = new StringBuilder();
  private final Network network;
  private final int[] widths;

  private Summary(Network network) {
    this.network = network;
    this.widths = isStraight() ? STRAIGHT : BRANCHED;
  }

  static String of(Network network) {
    Summary summary = new Summary(network);
    summary.table();
    summary.totals();
    return summary.text.toString();
  }

  /** Whether each layer works once, on what the one before it gives. */
  private boolean isStraight() {
    List<String> before = List.copyOf(network.inputs().keySet());
    boolean straight = before.size() == 1;
    for (Network.Call call : network.calls()) {
      straight &= call.inputs().size() == 1 && before.containsAll(call.inputs());
      before = call.outputs();
    }
    return straight && network.calls().size() == network.members().size();
  }

  private void table() {
    text.append("Model: \"").append(network.name()).append("\"\n");
    border("┏━┳┓");
    row("┃", "Layer (type)", "Output Shape", "Param #", "Connected to");
    border("┡━╇┩");
    Map<String, Integer> depths = depths();
    List<String> inputs = new ArrayList<>(network.isSequential() ? List.of() : depths.keySet());
    inputs.retainAll(network.inputs().keySet());
    boolean first = true;
    for (Member member : network.members()) {
      // An input stands where it is as far from the outputs as the layers there.
      for (String input : List.copyOf(inputs)) {
        if (depth(depths, input) >= depth(depths, member.name())) {
          input(first, input);
          inputs.remove(input);
          first = false;
        }
      }
      member(first, member);
      first = false;
    }
    for (String input : inputs) {
      input(first, input);
      first = false;
    }
    border("└─┴┘");
  }

  private static int depth(Map<String, Integer> depths, String name) {
    return depths.getOrDefault(name, 0);
  }

  /** How far inputs and members are from the outputs. */
  private Map<String, Integer> depths() {
    Map<String, Integer> depths = new LinkedHashMap<>();
    network.inputs().keySet().forEach(input -> depths.put(input, 0));
    Map<String, Integer> values = new HashMap<>();
    for (int i = network.calls().size() - 1; i >= 0; i--) {
      Network.Call call = network.calls().get(i);
      String name = call.member().name();
      int depth = depth(depths, name);
      for (String output : call.outputs()) {
        depth = Math.max(depth, values.getOrDefault(output, 0));
      }
      depths.put(name, depth);
      for (String input : call.inputs()) {
        values.merge(input, depth + 1, Math::max);
      }
    }
    network
        .inputs()
        .keySet()
        .forEach(input -> depths.merge(input, depth(values, input), Math::max));
    return depths;
  }

  private void input(boolean first, String name) {
    line(first, name, "InputLayer", network.lowered().shape(name).toString(), 0, "-");
  }

  private void member(boolean first, Member member) {
    List<Network.Call> calls =
        network.calls().stream().filter(call -> call.member() == member).toList();
    List<String> shapes =
        calls.get(calls.size() - 1).outputs().stream()
            .map(value -> network.lowered().shape(value).toString())
            .toList();
    long parameters = parameters(network.weights(), member.name() + "/");
    String connections =
        calls.stream()
            .flatMap(call -> call.inputs().stream())
            .map(Summary::connection)
            .collect(Collectors.joining(", "));
    String shape = shapes.size() == 1 ? shapes.get(0) : shapes.toString();
    line(first, member.name(), member.className(), shape, parameters, connections);
  }

  /** A value, {@code add:1#2}, as Keras tells it: {@code add[1][2]}. */
  private static String connection(String value) {
    Matcher parts = VALUE.matcher(value);
    if (!parts.matches()) {
      return value;
    }
    String place = parts.group(2);
    String output = parts.group(3);
    return "%s[%s][%s]"
        .formatted(parts.group(1), place == null ? "0" : place, output == null ? "0" : output);
  }

  private void line(
      boolean first, String name, String kind, String shape, long parameters, String connections) {
    if (!first) {
      border("├─┼┤");
    }
    row("│", "%s (%s)".formatted(name, kind), shape, grouped(parameters), connections);
  }

  /** A line made of a left end, a filling, a crossing and a right end. */
  private void border(String characters) {
    String fill = characters.substring(1, 2);
    text.append(characters.charAt(0));
    for (int i = 0; i < widths.length; i++) {
      text.append(fill.repeat(widths[i] + 2));
      text.append(characters.charAt(i < widths.length - 1 ? 2 : 3));
    }
    text.append('\n');
  }

  /** A row of as many lines as its longest cell needs. */
  private void row(String edge, String... columns) {
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      cells.add(wrap(columns[i], widths[i]));
    }
    int height = cells.stream().mapToInt(List::size).max().orElseThrow();
    for (int line = 0; line < height; line++) {
      for (int i = 0; i < widths.length; i++) {
        String cell = line < cells.get(i).size() ? cells.get(i).get(line) : "";
        String space = " ".repeat(widths[i] - cell.length());
        text.append(edge).append(' ');
        text.append(i == PARAMETERS ? space + cell : cell + space).append(' ');
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

  private void totals() {
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
