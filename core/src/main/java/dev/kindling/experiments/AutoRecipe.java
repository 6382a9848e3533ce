package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that decides a run that finds out by itself what suits its pictures: which of the networks at
 * hand look at them, in which size, how much of what they see counts, and whether changed pictures
 * help; all chosen by cross-validation among the training pictures.
 *
 * @param minutes how long it may take, reading and measuring included; more than 0
 * @param goal what it is after
 * @param exactDecode whether large JPEG photographs are decoded whole
 */
public record AutoRecipe(double minutes, Goal goal, boolean exactDecode) implements TrainingRecipe {

  /** The name of this recipe. */
  public static final String AUTO = "auto";

  /** Checks the time. */
  public AutoRecipe {
    if (!(minutes > 0) || Double.isInfinite(minutes)) {
      throw new IllegalArgumentException("minutes must be more than 0. Received: " + minutes);
    }
  }

  /** The most accurate classifier that five minutes allow. */
  public AutoRecipe() {
    this(5, Goal.ACCURACY, false);
  }

  /** This recipe with another time. */
  public AutoRecipe minutes(double minutes) {
    return new AutoRecipe(minutes, goal, exactDecode);
  }

  /** This recipe with another goal. */
  public AutoRecipe goal(Goal goal) {
    return new AutoRecipe(minutes, goal, exactDecode);
  }

  /** This recipe with large photographs decoded whole, or reduced where that is enough. */
  public AutoRecipe exactDecode(boolean exactDecode) {
    return new AutoRecipe(minutes, goal, exactDecode);
  }

  @Override
  public String name() {
    return AUTO;
  }

  /** A run, whose time begins now. */
  @Override
  public Experiment on(Path data, RunOptions options, TrainingListener listener) {
    return new AutoTraining(data, this, options, listener);
  }

  @Override
  public ObjectNode toJson() {
    return Json.object()
        .put("name", AUTO)
        .put("minutes", minutes)
        .put("goal", Json.lowerCase(goal))
        .put("exact_decode", exactDecode);
  }

  /** From its JSON form; what was chosen is chosen again. */
  static AutoRecipe fromJson(JsonNode node) {
    Json json = new Json("recipe", node);
    json.text("name");
    for (String chosen : List.of("networks", "variants", "balanced", "c", "tuned", "tried")) {
      if (json.has(chosen)) {
        json.take(chosen);
      }
    }
    AutoRecipe recipe =
        new AutoRecipe(
            json.number("minutes"), json.choice("goal", Goal.values()), json.flag("exact_decode"));
    json.end();
    return recipe;
  }

  /** What a classifier's file keeps of it: what was asked for, what was chosen, what was tried. */
  ObjectNode toJson(Trial chosen, @Nullable FineTuned tuned, List<Attempt> tried) {
    ObjectNode json = toJson();
    ArrayNode networks = json.putArray("networks");
    for (FrozenNetwork network : chosen.networks()) {
      networks
          .addObject()
          .put("backbone", network.backbone().id())
          .put("weights_sha256", network.hash())
          .put("depths", network.depths());
    }
    json.put("variants", chosen.variants()).put("balanced", chosen.balanced());
    json.put("c", chosen.choice().c());
    if (tuned != null) {
      json.set("tuned", tuned.toJson());
    }
    ArrayNode attempts = json.putArray("tried");
    tried.forEach(each -> attempts.add(each.toJson()));
    return json;
  }
}
