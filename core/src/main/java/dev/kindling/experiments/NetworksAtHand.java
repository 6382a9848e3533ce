package dev.kindling.experiments;

import dev.kindling.backbones.Backbone;
import dev.kindling.backbones.EfficientNetLite;
import dev.kindling.backbones.PublishedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pretrained networks that can be used here, each with its file of weights. */
interface NetworksAtHand {

  /**
   * Those of a run, in the order in which they are tried; at least one.
   *
   * @throws IOException if there is none
   */
  Map<Backbone, Path> of(Goal goal, RunOptions options, TrainingListener listener)
      throws IOException;

  /**
   * Those whose published weights are here or can be fetched without much ado: EfficientNet-Lite,
   * the small one first; and whatever else lies here already.
   */
  static Map<Backbone, Path> published(Goal goal, RunOptions options, TrainingListener listener)
      throws IOException {
    Map<Backbone, Path> found = new LinkedHashMap<>();
    for (Backbone backbone : candidates(goal)) {
      PublishedWeights published = backbone.published();
      try {
        Path weights =
            published.isHere() || options.offline()
                ? published.offline()
                : published.fetch(listener::notice);
        found.put(backbone, weights);
      } catch (IOException e) {
        listener.notice("%s is left out: %s".formatted(backbone.id(), e.getMessage()));
      }
    }
    if (found.isEmpty()) {
      throw new IOException(
          "There are no weights of a pretrained network here, and none can be fetched. On a machine"
              + " with a network, `kindling weights fetch efficientnet-lite0` fetches some; --recipe"
              + " scratch needs none.");
    }
    return found;
  }

  private static List<Backbone> candidates(Goal goal) {
    List<Backbone> candidates = new ArrayList<>(List.of(EfficientNetLite.LITE0));
    if (goal == Goal.ACCURACY) {
      candidates.addAll(List.of(EfficientNetLite.LITE2, EfficientNetLite.LITE1));
      Backbone.all().stream()
          .filter(each -> !(each instanceof EfficientNetLite) && each.published().isHere())
          .forEach(candidates::add);
    }
    return candidates;
  }
}
