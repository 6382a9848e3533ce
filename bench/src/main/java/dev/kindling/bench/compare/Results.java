package dev.kindling.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was measured until now: figures by contender and name, and the versions of what ran. */
final class Results {

  private final Map<String, Map<String, List<Double>>> values = new HashMap<>();
  private final Map<String, String> versions = new TreeMap<>();

  /**
   * Takes in a contender's answer.
   *
   * @param answer {@code {"figures": {name: number, ...}, "versions": {name: version, ...}}}; the
   *     versions may be missing
   * @throws IllegalArgumentException if it has no figures
   */
  void add(String contender, JsonNode answer) {
    JsonNode figures = answer.path("figures");
    if (figures.isEmpty()) {
      throw new IllegalArgumentException(
          "%s must answer with figures. Received: %s".formatted(contender, answer));
    }
    figures.properties().forEach(f -> add(contender, f.getKey(), f.getValue().asDouble()));
    answer
        .path("versions")
        .properties()
        .forEach(version -> versions.put(version.getKey(), version.getValue().asText()));
  }

  /** Takes in one number. */
  void add(String contender, String name, double value) {
    values
        .computeIfAbsent(contender, key -> new HashMap<>())
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(value);
  }

  /** A contender's figure; empty if it was not measured. */
  Optional<Figure> figure(String contender, String name) {
    return Optional.ofNullable(values.getOrDefault(contender, Map.of()).get(name)).map(Figure::new);
  }

  /** What the contenders run on: name and version of each library. */
  Map<String, String> versions() {
    return versions;
  }
}
