package dev.kindling.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.cache.CacheInfo;
import dev.kindling.cache.FeatureCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kindling cache}: the features that are kept from run to run. */
@Command(
    name = "cache",
    sortOptions = false,
    customSynopsis = "kindling cache info|clear",
    header = "Look at or empty what is kept from run to run.",
    description =
        "%nFeatures of pictures that a pretrained network computed are kept in KINDLING_HOME"
            + " (default: ~/.cache/kindling), so that no picture is computed twice. All of it can be"
            + " computed again.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  kindling cache info", "  kindling cache clear"})
final class CacheCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Which? Expected: kindling cache info|clear");
  }

  @Command(
      name = "info",
      sortOptions = false,
      customSynopsis = "kindling cache info [--json]",
      header = "Say where the cache lies and how much is in it.")
  Integer info(@Option(names = "--json", description = "Print one JSON document.") boolean json)
      throws IOException {
    CacheInfo info;
    try (FeatureCache cache = FeatureCache.open(FeatureCache.defaultFile())) {
      info = cache.info();
    }
    CommandLine line = spec.commandLine();
    if (json) {
      ObjectNode document = Json.object();
      document.put("file", info.file().toString());
      document.put("entries", info.entries());
      document.put("bytes", info.bytes());
      document.put("limit", info.limit());
      Json.print(line.getOut(), document);
    } else {
      line.getOut()
          .printf(
              Locale.ROOT,
              "%s: features of %,d pictures, %,.1f of at most %,.0f MB%n",
              info.file(),
              info.entries(),
              info.bytes() / 1e6,
              info.limit() / 1e6);
    }
    return 0;
  }

  @Command(
      name = "clear",
      customSynopsis = "kindling cache clear",
      header = "Forget all of it, and give the disk its space back.")
  Integer clear() throws IOException {
    Path file = FeatureCache.defaultFile();
    try (FeatureCache cache = FeatureCache.open(file)) {
      cache.clear();
    } catch (IOException e) {
      FeatureCache.delete(file); // It is beyond use.
    }
    spec.commandLine().getOut().printf("%s is empty now.%n", file);
    return 0;
  }
}
