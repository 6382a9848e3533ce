package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.EngineVersion;
import dev.kindling.engine.Precision;
import dev.kindling.version.Version;
import org.jspecify.annotations.Nullable;

/**
 * Where a classifier came from: enough to train it again. It names no time and no place, so that
 * equal runs give equal files.
 *
 * @param kindling the version of Kindling
 * @param engine what computed, with its version
 * @param recipe what was done, as {@link Recipe#toJson} writes it; perhaps one of a later version
 * @param precision the kind of number inside the network, settled; it changes the result
 * @param threads how many threads computed; it changes the last bits, as sums are split otherwise
 * @param data what it was trained on
 * @param epochs how many whole epochs were trained; fewer than the recipe's if the run was stopped
 * @param chosen the number of the epoch whose classifier it is, where the validation pictures have
 *     chosen that; 0 where they have chosen nothing
 * @param validation how the classifier did at the end; null without validation pictures
 */
public record Provenance(
    String kindling,
    String engine,
    String recipe,
    Precision precision,
    int threads,
    DataFacts data,
    int epochs,
    int chosen,
    @Nullable Figures validation) {

  private static final String WHAT = "kindling.provenance";

  /** Of a run by this Kindling. */
  static Provenance of(
      ObjectNode recipe,
      EngineOptions engine,
      DataFacts data,
      int epochs,
      int chosen,
      @Nullable Figures validation) {
    return new Provenance(
        Version.current(),
        EngineVersion.current(),
        Json.write(recipe),
        engine.precision().resolve(),
        engine.threads(),
        data,
        epochs,
        chosen,
        validation);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("kindling", kindling).put("engine", engine);
    json.set("recipe", Json.parse(WHAT + ".recipe", recipe));
    json.put("precision", precision.toString()).put("threads", threads);
    json.set("data", data.toJson());
    json.put("epochs", epochs);
    if (chosen > 0) {
      json.put("epoch_chosen_by_validation", chosen);
    }
    if (validation != null) {
      json.putObject("validation")
          .put("loss", validation.loss())
          .put("accuracy", validation.accuracy())
          .put("pictures", validation.pictures());
    }
    return json;
  }

  static Provenance fromJson(JsonNode node) {
    Json json = new Json(WHAT, node);
    Provenance provenance =
        new Provenance(
            json.text("kindling"),
            json.text("engine"),
            Json.write(json.take("recipe")),
            json.choice("precision", Precision.values()),
            json.integer("threads"),
            DataFacts.fromJson(json.object("data")),
            json.integer("epochs"),
            json.has("epoch_chosen_by_validation") ? json.integer("epoch_chosen_by_validation") : 0,
            json.has("validation") ? figures(json.object("validation")) : null);
    return provenance; // what a later version adds to it changes no prediction
  }

  private static Figures figures(Json json) {
    Figures figures =
        new Figures(json.number("loss"), json.number("accuracy"), json.integer("pictures"));
    json.end();
    return figures;
  }
}
