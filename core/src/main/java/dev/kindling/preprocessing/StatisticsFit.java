package dev.kindling.preprocessing;

import dev.kindling.augment.Transform;
import dev.kindling.augment.Warp;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The finding of a generator's statistics: Keras's {@code fit}.
 *
 * @param augment whether pictures are changed at random first, after rescaling as in Keras
 * @param rounds how many times each is
 * @param seed what the changes are drawn from
 */
record StatisticsFit(ImageDataGenerator generator, boolean augment, int rounds, long seed) {

  StatisticsFit {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be positive. Received: " + rounds);
    }
  }

  FeatureStatistics of(PictureArray pictures) {
    FeaturewiseSteps steps = FeaturewiseSteps.of(generator);
    if (steps.zcaWhitening()) {
      ZcaWhitening.requireMemory((long) rounds * pictures.size(), pictures.picture().elements());
    }
    Tensor sample = pictures.copy(fitted(pictures), (float) generator.rescale());
    return FeatureStatistics.taking(
        augment ? augmented(sample) : sample, steps, generator.zcaEpsilon());
  }

  /** The numbers of the pictures that do not validate. */
  private List<Integer> fitted(PictureArray pictures) {
    return generator.validationSplit() == 0
        ? IntStream.range(0, pictures.size()).boxed().toList()
        : pictures.split(generator, true).training();
  }

  private Tensor augmented(Tensor x) {
    int n = x.shape().size(0);
    Shape picture = x.shape().withoutBatch();
    int length = (int) picture.elements();
    Tensor changed = Tensor.zeros(x.shape().withBatch(Math.multiplyExact(rounds, n)));
    Warp warp = generator.warp(picture);
    NumpyRandom random = new NumpyRandom(seed);
    for (int i = 0; i < rounds * n; i++) {
      Transform transform = generator.getRandomTransform(picture.size(0), picture.size(1), random);
      warp.apply(transform, x.data(), i % n * length, 1, changed.data(), i * length);
    }
    return changed;
  }
}
