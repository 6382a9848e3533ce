package dev.kindling.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.callbacks.LearningRateFinder;
import dev.kindling.callbacks.LearningRateFinder.Trials;
import dev.kindling.engine.EngineOptions;
import dev.kindling.experiments.LearningRateSearch;
import dev.kindling.experiments.Recipe;
import dev.kindling.experiments.RunOptions;
import dev.kindling.experiments.TrainingRecipe;
import dev.kindling.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling find-rate}: a learning rate for training from nothing, and a plot of why. */
@Command(
    name = "find-rate",
    sortOptions = false,
    customSynopsis = "kindling find-rate DATA [OPTIONS]",
    header = "Find a learning rate to train with.",
    description = {
      "%nTrains the network of the recipe scratch for some steps, each with a larger learning rate,"
          + " and plots the loss over the rates. Well below those at which it rises is a good rate"
          + " for `kindling train --recipe scratch --learning-rate`. Nothing of the training is kept.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kindling find-rate pictures",
      "  kindling find-rate pictures --optimizer sgd --momentum 0.9 --out sgd.png",
      "  kindling find-rate pictures --recipe recipe.json --steps 200"
    })
final class FindRateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "A folder of pictures in class folders.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "FILE.png",
      defaultValue = "learning-rate.png",
      description = "Where the plot goes; default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many rates are tried; default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--start-rate",
      paramLabel = "RATE",
      defaultValue = "1e-6",
      description = "The first rate; default: ${DEFAULT-VALUE}.")
  private double startRate;

  @Option(
      names = "--end-rate",
      paramLabel = "RATE",
      defaultValue = "10",
      description = "The last rate; default: ${DEFAULT-VALUE}.")
  private double endRate;

  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      description = "A model or a recipe's JSON to train as; default: the recipe scratch.")
  private @Nullable Path recipe;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Pictures in a step; default: the recipe's, 32.")
  private @Nullable Integer batchSize;

  @Option(
      names = "--image-size",
      paramLabel = "N|WxH",
      converter = Converters.Size.class,
      description = "Resize pictures to this; default: the recipe's, 150.")
  private @Nullable ImageSize imageSize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What first weights and the order are drawn from; default: the recipe's, 1.")
  private @Nullable Integer seed;

  @ArgGroup(validate = false, heading = "%nHow weights move:%n")
  private MovingOptions moving = new MovingOptions();

  @Mixin private EngineFlags engine;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    EngineOptions computing = Console.fromOptions(spec, engine::options);
    Recipe base = base();
    Recipe tried = Console.fromOptions(spec, () -> changed(base));
    requirePng();
    Target.requireWritable(out);

    TrainingReport report = new TrainingReport(console);
    LearningRateFinder finder =
        Console.fromOptions(
            spec,
            () ->
                new LearningRateFinder()
                    .startRate(startRate)
                    .endRate(endRate)
                    .steps(steps)
                    .progress(step -> report.advance("Rates", step, steps, "")));
    RunOptions options = RunOptions.defaults().engine(computing);
    try {
      Trials trials = new LearningRateSearch(data, tried, options).run(finder, report);
      report.clear();
      double suggestion = trials.suggestion();
      RatePlot.write(trials, suggestion, out);
      tell(console, trials, suggestion);
    } finally {
      report.clear();
    }
    return 0;
  }

  private Recipe base() throws IOException {
    if (recipe == null) {
      return Recipe.scratch();
    }
    TrainingRecipe opened = TrainingRecipe.open(recipe);
    if (opened instanceof Recipe scratch) {
      return scratch;
    }
    throw new IOException(
        "%s holds a recipe %s, whose rates are settled; only scratch takes a learning rate"
            .formatted(recipe, opened.name()));
  }

  private Recipe changed(Recipe base) {
    Recipe changed = base.optimizer(moving.over(base.optimizer()));
    changed = batchSize == null ? changed : changed.batchSize(batchSize);
    changed = imageSize == null ? changed : changed.imageSize(imageSize);
    return seed == null ? changed : changed.seed(seed);
  }

  private void requirePng() throws IOException {
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IOException(
          "the plot is a PNG: let the name of --out end in .png. Received: " + out);
    }
  }

  private void tell(Console console, Trials trials, double suggestion) {
    if (json) {
      ObjectNode document = Json.object().put("suggestion", suggestion).put("plot", out.toString());
      ArrayNode rates = document.putArray("rates");
      trials.rates().forEach(rates::add);
      ArrayNode losses = document.putArray("losses");
      trials.losses().forEach(losses::add);
      Json.print(console.out(), document);
      return;
    }
    console
        .out()
        .printf(
            Locale.ROOT,
            "A good learning rate: %.2g%nThe loss over all rates: %s%n",
            suggestion,
            out);
  }
}
