package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A way to learn: all that decides what comes of a run, but the pictures. Each way is a record of
 * its own.
 */
public interface TrainingRecipe {

  /** What the way is known as. */
  String name();

  /**
   * The run of this recipe on a folder of pictures.
   *
   * @param data a folder as {@link dev.kindling.data.ImageFolder} describes it
   */
  Experiment on(Path data, RunOptions options, TrainingListener listener);

  /** The recipe as JSON; its {@code name} says which kind it is. */
  ObjectNode toJson();

  /** The names of all recipes. */
  static List<String> names() {
    return Recipes.names();
  }

  /**
   * The recipe of this name, as it is when nothing is changed.
   *
   * @throws IllegalArgumentException if there is none; the message names those that there are
   */
  static TrainingRecipe named(String name) {
    return Recipes.named(name);
  }

  /**
   * A recipe from its JSON form.
   *
   * @throws IllegalArgumentException if something is missing, unknown or out of range; the message
   *     names it
   */
  static TrainingRecipe fromJson(JsonNode json) {
    return Recipes.fromJson(json);
  }

  /**
   * The recipe in a file: its JSON form, or a classifier that was trained by it.
   *
   * @throws IOException if the file cannot be read, or holds no recipe; the message names it
   */
  static TrainingRecipe open(Path file) throws IOException {
    return Recipes.open(file);
  }
}
