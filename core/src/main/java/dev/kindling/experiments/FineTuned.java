package dev.kindling.experiments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.models.Model;
import java.util.List;

/**
 * A network whose last blocks were trained further, as a part of what a run ends in. It holds
 * native memory until it is {@linkplain #close() closed}.
 *
 * @param network as it was
 * @param features the network up to its features, as it is now
 * @param regression what was trained behind them
 * @param beside whether it works beside what was the best until then; else alone
 * @param blocks how many blocks were trained
 * @param effort how long
 * @param pictures of how many: not all of them where there was no time for that
 */
record FineTuned(
    FrozenNetwork network,
    Model features,
    RegressionNetwork regression,
    boolean beside,
    int blocks,
    Effort effort,
    int pictures)
    implements AutoCloseable {

  /**
   * How long blocks are trained.
   *
   * @param variants of each picture
   * @param passes over the pictures
   */
  record Effort(int variants, int passes) {}

  /**
   * The whole network.
   *
   * @param other the best regression until then, which stands behind the backbones
   */
  Model behind(List<Model> backbones, RegressionNetwork other) {
    return beside
        ? other.behind(backbones, regression, features)
        : regression.behind(List.of(features));
  }

  /** In words. */
  static String words(FrozenNetwork network, int blocks) {
    return "%s, its last %d blocks trained further".formatted(network, blocks);
  }

  @Override
  public String toString() {
    return words(network, blocks);
  }

  ObjectNode toJson() {
    return Json.object()
        .put("backbone", network.backbone().id())
        .put("weights_sha256", network.hash())
        .put("blocks", blocks)
        .put("variants", effort.variants())
        .put("passes", effort.passes())
        .put("pictures", pictures)
        .put("beside", beside);
  }

  @Override
  public void close() {
    features.close();
  }
}
