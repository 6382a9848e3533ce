package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.augment.FillMode;
import dev.kindling.augment.Interval;
import dev.kindling.augment.Preset;
import dev.kindling.augment.Shift;
import dev.kindling.image.Interpolation;
import dev.kindling.preprocessing.ImageDataGenerator;
import org.jspecify.annotations.Nullable;

/** A recipe as JSON and back; names and kinds of numbers are Keras's. */
final class RecipeJson {

  private RecipeJson() {}

  static ObjectNode write(Recipe recipe) {
    ObjectNode json = Json.object().put("name", recipe.name());
    json.putArray("image_size").add(recipe.imageSize().height()).add(recipe.imageSize().width());
    json.put("interpolation", Json.lowerCase(recipe.interpolation()));
    json.set("augmentation", write(recipe.augmentation()));
    Preset augment = recipe.augment();
    json.put("augment", augment == null ? null : Json.lowerCase(augment));
    json.put("batch_size", recipe.batchSize()).put("epochs", recipe.epochs());
    json.set("optimizer", OptimizerJson.write(recipe.optimizer()));
    if (recipe.schedule() != Schedule.CONSTANT) {
      json.put("schedule", Json.lowerCase(recipe.schedule()));
    }
    json.put("label_smoothing", recipe.labelSmoothing()).put("dropout", recipe.dropout());
    json.put("l1", recipe.l1()).put("l2", recipe.l2()).put("patience", recipe.patience());
    json.set("class_weights", recipe.classWeights().toJson());
    json.put("seed", recipe.seed());
    if (recipe.fromSha256() != null) {
      json.put("from_sha256", recipe.fromSha256());
    }
    return json;
  }

  static Recipe read(JsonNode node) {
    Json json = new Json("recipe", node);
    if (!json.text("name").equals(Recipe.SCRATCH)) {
      throw new IllegalArgumentException(
          "This is no recipe '%s'. Received: '%s'".formatted(Recipe.SCRATCH, json.text("name")));
    }
    Recipe recipe =
        Recipe.scratch()
            .imageSize(json.imageSize("image_size"))
            .interpolation(json.choice("interpolation", Interpolation.values()))
            .augmentation(augmentation(json.object("augmentation")))
            .augment(json.take("augment").isNull() ? null : json.choice("augment", Preset.values()))
            .batchSize(json.integer("batch_size"))
            .epochs(json.integer("epochs"))
            .optimizer(OptimizerJson.read(json.object("optimizer")))
            .classWeights(ClassWeights.fromJson(json.take("class_weights")))
            .seed(json.integer("seed"));
    recipe = withLaterOptions(recipe, json);
    json.end();
    return recipe;
  }

  /** Those that the recipes of older models do not have. */
  private static Recipe withLaterOptions(Recipe older, Json json) {
    Recipe recipe = older;
    if (json.has("schedule")) {
      recipe = recipe.schedule(json.choice("schedule", Schedule.values()));
    }
    if (json.has("label_smoothing")) {
      recipe = recipe.labelSmoothing(json.number("label_smoothing"));
    }
    if (json.has("dropout")) {
      recipe = recipe.dropout(json.number("dropout"));
    }
    if (json.has("l1")) {
      recipe = recipe.l1(json.number("l1"));
    }
    if (json.has("l2")) {
      recipe = recipe.l2(json.number("l2"));
    }
    if (json.has("patience")) {
      recipe = recipe.patience(json.integer("patience"));
    }
    return json.has("from_sha256") ? recipe.fromSha256(json.text("from_sha256")) : recipe;
  }

  /** In the order of Keras's arguments; those that no recipe has are left out. */
  static ObjectNode write(ImageDataGenerator augmentation) {
    ObjectNode json = Json.object().put("rotation_range", augmentation.rotationRange());
    json.set("width_shift_range", write(augmentation.widthShiftRange()));
    json.set("height_shift_range", write(augmentation.heightShiftRange()));
    json.set("brightness_range", write(augmentation.brightnessRange()));
    json.put("shear_range", augmentation.shearRange());
    json.set("zoom_range", write(augmentation.zoomRange()));
    json.put("channel_shift_range", augmentation.channelShiftRange());
    json.put("fill_mode", Json.lowerCase(augmentation.fillMode()));
    json.put("cval", augmentation.cval());
    json.put("horizontal_flip", augmentation.horizontalFlip());
    json.put("vertical_flip", augmentation.verticalFlip());
    json.put("rescale", augmentation.rescale());
    return json.put("interpolation_order", augmentation.interpolationOrder());
  }

  static ImageDataGenerator augmentation(Json json) {
    ImageDataGenerator augmentation =
        new ImageDataGenerator()
            .rotationRange(json.number("rotation_range"))
            .widthShiftRange(shift(json, "width_shift_range"))
            .heightShiftRange(shift(json, "height_shift_range"))
            .brightnessRange(
                json.take("brightness_range").isNull()
                    ? null
                    : interval(json.pair("brightness_range")))
            .shearRange(json.number("shear_range"))
            .zoomRange(interval(json.pair("zoom_range")))
            .channelShiftRange(json.number("channel_shift_range"))
            .fillMode(json.choice("fill_mode", FillMode.values()))
            .cval(json.number("cval"))
            .horizontalFlip(json.flag("horizontal_flip"))
            .verticalFlip(json.flag("vertical_flip"))
            .rescale(json.number("rescale"))
            .interpolationOrder(json.integer("interpolation_order"));
    json.end();
    return augmentation;
  }

  private static JsonNode write(@Nullable Interval interval) {
    return interval == null
        ? NullNode.instance
        : Json.array().add(interval.low()).add(interval.high());
  }

  private static Interval interval(double[] ends) {
    return new Interval(ends[0], ends[1]);
  }

  /** As in Keras a float, an int and a list mean different things: 12.0, 12, [-12, 12]. */
  private static JsonNode write(Shift shift) {
    if (shift instanceof Shift.Uniform uniform) {
      return DoubleNode.valueOf(uniform.range());
    }
    if (shift instanceof Shift.WholePixels pixels) {
      return IntNode.valueOf(pixels.range());
    }
    ArrayNode values = Json.array();
    ((Shift.OneOf) shift).values().forEach(values::add);
    return values;
  }

  private static Shift shift(Json json, String key) {
    JsonNode value = json.take(key);
    if (value.isInt()) {
      return new Shift.WholePixels(value.intValue());
    }
    return value.isArray()
        ? new Shift.OneOf(json.numbers(key))
        : new Shift.Uniform(json.number(key));
  }
}
