package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.optimizers.Adam;
import dev.kindling.optimizers.AdamW;
import dev.kindling.optimizers.ConstantRate;
import dev.kindling.optimizers.CosineDecay;
import dev.kindling.optimizers.CosineDecayRestarts;
import dev.kindling.optimizers.ExponentialDecay;
import dev.kindling.optimizers.InverseTimeDecay;
import dev.kindling.optimizers.LearningRateSchedule;
import dev.kindling.optimizers.OneCycle;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.OptimizerOptions;
import dev.kindling.optimizers.PiecewiseConstantDecay;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.optimizers.SGD;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An optimizer as JSON and back, under Keras's names. What all optimizers have in common is there
 * where it is set.
 */
final class OptimizerJson {

  private OptimizerJson() {}

  static ObjectNode write(Optimizer optimizer) {
    ObjectNode json = Json.object().put("class_name", optimizer.className());
    json.set("learning_rate", write(optimizer.learningRate()));
    if (optimizer instanceof RMSprop rmsprop) {
      json.put("rho", rmsprop.rho()).put("momentum", rmsprop.momentum());
      json.put("epsilon", rmsprop.epsilon()).put("centered", rmsprop.centered());
    } else if (optimizer instanceof SGD sgd) {
      json.put("momentum", sgd.momentum()).put("nesterov", sgd.nesterov());
    } else if (optimizer instanceof Adam adam) {
      json.put("beta_1", adam.beta1()).put("beta_2", adam.beta2());
      json.put("epsilon", adam.epsilon()).put("amsgrad", adam.amsgrad());
    } else if (optimizer instanceof AdamW adam) {
      json.put("beta_1", adam.beta1()).put("beta_2", adam.beta2());
      json.put("epsilon", adam.epsilon()).put("amsgrad", adam.amsgrad());
    }
    write(optimizer.options(), json);
    return json;
  }

  private static void write(OptimizerOptions options, ObjectNode json) {
    put(json, "weight_decay", options.weightDecay());
    if (!options.excludeFromWeightDecay().isEmpty()) {
      json.set("exclude_from_weight_decay", Json.array(options.excludeFromWeightDecay()));
    }
    put(json, "clipnorm", options.clipnorm());
    put(json, "clipvalue", options.clipvalue());
    put(json, "global_clipnorm", options.globalClipnorm());
    if (options.useEma()) {
      json.put("ema_momentum", options.emaMomentum());
      json.put("ema_overwrite_frequency", options.emaOverwriteFrequency());
    }
    if (!options.learningRateMultipliers().isEmpty()) {
      ObjectNode factors = json.putObject("learning_rate_multipliers");
      options.learningRateMultipliers().forEach(factors::put);
    }
  }

  private static void put(ObjectNode json, String key, double value) {
    if (value != 0) {
      json.put(key, value);
    }
  }

  static Optimizer read(Json json) {
    String name = json.text("class_name");
    LearningRateSchedule rate = schedule(json);
    OptimizerOptions common = options(json);
    Optimizer optimizer =
        switch (name) {
          case "RMSprop" ->
              new RMSprop(
                  rate,
                  json.number("rho"),
                  json.number("momentum"),
                  json.number("epsilon"),
                  json.flag("centered"),
                  common);
          case "SGD" -> new SGD(rate, json.number("momentum"), json.flag("nesterov"), common);
          case "Adam" ->
              new Adam(
                  rate,
                  json.number("beta_1"),
                  json.number("beta_2"),
                  json.number("epsilon"),
                  json.flag("amsgrad"),
                  common);
          case "AdamW" ->
              new AdamW(
                  rate,
                  json.number("beta_1"),
                  json.number("beta_2"),
                  json.number("epsilon"),
                  json.flag("amsgrad"),
                  common);
          default ->
              throw new IllegalArgumentException(
                  "There is no optimizer of this kind here. Received: class_name=" + name);
        };
    json.end();
    return optimizer;
  }

  private static OptimizerOptions options(Json json) {
    boolean ema = json.has("ema_momentum");
    Map<String, Double> factors = new LinkedHashMap<>();
    if (json.has("learning_rate_multipliers")) {
      Json multipliers = json.object("learning_rate_multipliers");
      multipliers.keys().forEach(name -> factors.put(name, multipliers.number(name)));
    }
    return new OptimizerOptions(
        orZero(json, "weight_decay"),
        json.has("exclude_from_weight_decay") ? json.texts("exclude_from_weight_decay") : List.of(),
        orZero(json, "clipnorm"),
        orZero(json, "clipvalue"),
        orZero(json, "global_clipnorm"),
        ema,
        ema ? json.number("ema_momentum") : new OptimizerOptions().emaMomentum(),
        ema ? json.integer("ema_overwrite_frequency") : 0,
        factors);
  }

  private static double orZero(Json json, String key) {
    return json.has(key) ? json.number(key) : 0;
  }

  private static JsonNode write(LearningRateSchedule schedule) {
    if (schedule instanceof ConstantRate constant) {
      return DoubleNode.valueOf(constant.rate());
    }
    ObjectNode json = Json.object().put("class_name", schedule.getClass().getSimpleName());
    if (schedule instanceof ExponentialDecay decay) {
      json.put("initial_learning_rate", decay.initialLearningRate());
      json.put("decay_steps", decay.decaySteps()).put("decay_rate", decay.decayRate());
      json.put("staircase", decay.staircase());
    } else if (schedule instanceof InverseTimeDecay decay) {
      json.put("initial_learning_rate", decay.initialLearningRate());
      json.put("decay_steps", decay.decaySteps()).put("decay_rate", decay.decayRate());
      json.put("staircase", decay.staircase());
    } else if (schedule instanceof PiecewiseConstantDecay decay) {
      ArrayNode boundaries = json.putArray("boundaries");
      decay.boundaries().forEach(boundaries::add);
      ArrayNode values = json.putArray("values");
      decay.values().forEach(values::add);
    } else if (schedule instanceof CosineDecay decay) {
      json.put("initial_learning_rate", decay.initialLearningRate());
      json.put("decay_steps", decay.decaySteps()).put("alpha", decay.alpha());
      json.put("warmup_target", decay.warmupTarget()).put("warmup_steps", decay.warmupSteps());
    } else if (schedule instanceof CosineDecayRestarts decay) {
      json.put("initial_learning_rate", decay.initialLearningRate());
      json.put("first_decay_steps", decay.firstDecaySteps()).put("t_mul", decay.tMul());
      json.put("m_mul", decay.mMul()).put("alpha", decay.alpha());
    } else if (schedule instanceof OneCycle cycle) {
      json.put("max_learning_rate", cycle.maxLearningRate()).put("total_steps", cycle.totalSteps());
      json.put("pct_start", cycle.pctStart()).put("div_factor", cycle.divFactor());
      json.put("final_div_factor", cycle.finalDivFactor());
    }
    return json;
  }

  private static LearningRateSchedule schedule(Json optimizer) {
    if (!optimizer.take("learning_rate").isObject()) {
      return new ConstantRate(optimizer.number("learning_rate"));
    }
    Json json = optimizer.object("learning_rate");
    String name = json.text("class_name");
    LearningRateSchedule schedule =
        switch (name) {
          case "ExponentialDecay" ->
              new ExponentialDecay(
                  json.number("initial_learning_rate"),
                  json.integer("decay_steps"),
                  json.number("decay_rate"),
                  json.flag("staircase"));
          case "InverseTimeDecay" ->
              new InverseTimeDecay(
                  json.number("initial_learning_rate"),
                  json.integer("decay_steps"),
                  json.number("decay_rate"),
                  json.flag("staircase"));
          case "PiecewiseConstantDecay" ->
              new PiecewiseConstantDecay(
                  json.numbers("boundaries").stream().map(Double::longValue).toList(),
                  json.numbers("values"));
          case "CosineDecay" ->
              new CosineDecay(
                  json.number("initial_learning_rate"),
                  json.integer("decay_steps"),
                  json.number("alpha"),
                  json.take("warmup_target").isNull() ? null : json.number("warmup_target"),
                  json.integer("warmup_steps"));
          case "CosineDecayRestarts" ->
              new CosineDecayRestarts(
                  json.number("initial_learning_rate"),
                  json.integer("first_decay_steps"),
                  json.number("t_mul"),
                  json.number("m_mul"),
                  json.number("alpha"));
          case "OneCycle" ->
              new OneCycle(
                  json.number("max_learning_rate"),
                  json.integer("total_steps"),
                  json.number("pct_start"),
                  json.number("div_factor"),
                  json.number("final_div_factor"));
          default ->
              throw new IllegalArgumentException(
                  "There is no schedule of this kind here. Received: class_name=" + name);
        };
    json.end();
    return schedule;
  }
}
