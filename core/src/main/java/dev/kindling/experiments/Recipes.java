package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The recipes that there are, by name, and where they are read from. */
final class Recipes {

  private static final List<Kind> KINDS =
      List.of(
          new Kind(AutoRecipe.AUTO, AutoRecipe::new, AutoRecipe::fromJson),
          new Kind(BottleneckRecipe.BOTTLENECK, BottleneckRecipe::new, BottleneckRecipe::fromJson),
          new Kind(FinetuneRecipe.FINETUNE, FinetuneRecipe::new, FinetuneRecipe::fromJson),
          new Kind(Recipe.SCRATCH, Recipe::scratch, Recipe::fromJson),
          new Kind(FeaturesRecipe.FEATURES, FeaturesRecipe::new, FeaturesRecipe::fromJson));

  private Recipes() {}

  /**
   * A kind of recipe.
   *
   * @param plain the recipe when nothing is changed
   * @param reader of its JSON form
   */
  private record Kind(
      String name, Supplier<TrainingRecipe> plain, Function<JsonNode, TrainingRecipe> reader) {}

  static List<String> names() {
    return KINDS.stream().map(Kind::name).toList();
  }

  private static Kind find(String name) {
    return KINDS.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A recipe is one of %s. Received: %s"
                        .formatted(String.join(", ", names()), name)));
  }

  static TrainingRecipe named(String name) {
    return find(name).plain().get();
  }

  static TrainingRecipe fromJson(JsonNode json) {
    return find(new Json("recipe", json).text("name")).reader().apply(json);
  }

  static TrainingRecipe open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file
              + (Files.exists(file) ? " is no file" : " does not exist")
              + ": name a model, or a recipe's JSON");
    }
    String text = isJson(file) ? Files.readString(file) : ofClassifier(file);
    try {
      return fromJson(Json.parse("it", text));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s holds no recipe that is known here: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Whether the first character that is no space opens an object. */
  private static boolean isJson(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      while (first >= 0 && Character.isWhitespace(first)) {
        first = in.read();
      }
      return first == '{';
    }
  }

  private static String ofClassifier(Path file) throws IOException {
    return Classifier.open(file)
        .provenance()
        .map(Provenance::recipe)
        .orElseThrow(
            () -> new IOException(file + " does not say by which recipe it was trained, if any"));
  }
}
