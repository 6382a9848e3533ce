package dev.kindling.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.engine.EngineOptions;
import dev.kindling.experiments.EpochResult;
import dev.kindling.experiments.Figures;
import dev.kindling.experiments.RunOptions;
import dev.kindling.experiments.TrainingRecipe;
import dev.kindling.experiments.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling train}: from a folder of pictures to a model. */
@Command(
    name = "train",
    sortOptions = false,
    customSynopsis = "kindling train DATA [OPTIONS]",
    header = "Learn to tell classes of pictures apart.",
    description = {
      "%nDATA holds a folder of pictures for each class; a fifth of each is held back to measure"
          + " with. Or it holds the folders train and validation (and perhaps test, which is left"
          + " alone), with the class folders in each.",
      "Without further options it finds out by itself what suits the pictures, in five minutes at"
          + " most (--recipe auto). Ctrl-C ends it early and saves the best until then, or the last"
          + " whole epoch.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kindling train pictures",
      "  kindling train pictures --minutes 2 --out insects.onnx",
      "  kindling train pictures --goal speed",
      "  kindling train pictures --recipe features --backbone efficientnet-lite1",
      "  kindling train pictures --recipe scratch --epochs 20 --rotation-range 40",
      "  kindling train pictures --recipe insects.onnx",
      "  kindling train more-pictures --from insects.onnx --out more-insects.onnx"
    })
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "A folder of pictures in class folders.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "model.onnx",
      description = "Where to save the model; default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private RecipeOptions recipe;

  @Mixin private EngineFlags engine;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    EngineOptions computing = Console.fromOptions(spec, engine::options);
    RunOptions defaults = RunOptions.defaults().engine(computing);
    RunOptions options = Console.fromOptions(spec, () -> recipe.over(defaults));
    TrainingRecipe run = recipe.recipe(spec);
    Target.requireWritable(out);
    String notice = recipe.notice(run);
    if (notice != null) {
      console.err().println(notice);
    }

    return new WatchedTraining(listener -> run.on(data, options, listener), console)
        .run(
            result -> {
              result.classifier().save(out);
              tell(console, result);
            });
  }

  private void tell(Console console, TrainingResult result) {
    if (json) {
      Json.print(console.out(), json(result));
      return;
    }
    StringBuilder line = new StringBuilder();
    if (result.stopped()) {
      line.append(
          result.epochs().isEmpty()
              ? "Stopped; the model is the best until then.\n"
              : "Stopped; the model is that of the last whole epoch, %d.\n"
                  .formatted(result.epochs().size()));
    }
    line.append("Saved ").append(out).append(": ");
    line.append(String.join(", ", result.classifier().labels()));
    Figures validation = result.validation();
    if (validation != null) {
      line.append(
          String.format(
              Locale.ROOT,
              "; accuracy %.2f %% of %d validation pictures",
              100 * validation.accuracy(),
              validation.pictures()));
      if (result.chosen() > 0) {
        line.append(" (of epoch ").append(result.chosen()).append(", chosen by these pictures)");
      }
    }
    if (!result.skipped().isEmpty()) {
      line.append("; ").append(result.skipped().size()).append(" files left out");
    }
    line.append("; ").append(TrainingReport.duration(result.seconds()));
    console.out().println(line);
  }

  private ObjectNode json(TrainingResult result) {
    ObjectNode json = Json.object().put("model", out.toString());
    ArrayNode classes = json.putArray("classes");
    result.classifier().labels().forEach(classes::add);
    ArrayNode rows = json.putArray("epochs");
    for (EpochResult epoch : result.epochs()) {
      rows.add(Json.epoch(epoch));
    }
    Figures validation = result.validation();
    json.set("validation", validation == null ? null : Json.figures(validation));
    if (result.chosen() > 0) {
      json.put("epoch_chosen_by_validation", result.chosen());
    }
    json.set("skipped", Json.skipped(result.skipped()));
    json.put("seconds", result.seconds());
    return json;
  }
}
