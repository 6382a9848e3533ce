package dev.kindling.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.augment.FillMode;
import dev.kindling.data.Batches;
import dev.kindling.data.Subset;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same batches at 1, 2 and 8 threads, for every option, while the machine is kept busy. */
class AnyThreadsTest {

  private static final Tensor X = pictures();

  private final AtomicBoolean done = new AtomicBoolean();

  /** As many busy threads as there are cores, so that those of batches run in odd orders. */
  @BeforeEach
  void load() {
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread busy =
          new Thread(
              () -> {
                while (!done.get()) {
                  Thread.onSpinWait();
                }
              });
      busy.setDaemon(true);
      busy.start();
    }
  }

  @AfterEach
  void unload() {
    done.set(true);
  }

  static List<ImageDataGenerator> generators() {
    ImageDataGenerator none = new ImageDataGenerator();
    ImageDataGenerator moving = none.rotationRange(40).zoomRange(0.4);
    return List.of(
        none,
        none.featurewiseCenter(true).fit(X),
        none.samplewiseCenter(true),
        none.featurewiseCenter(true).featurewiseStdNormalization(true).fit(X),
        none.samplewiseCenter(true).samplewiseStdNormalization(true),
        none.featurewiseCenter(true).zcaWhitening(true).zcaEpsilon(0.1).fit(X),
        none.rotationRange(40),
        none.widthShiftRange(0.3),
        none.heightShiftRange(3),
        none.heightShiftRange(List.of(-2.0, 3.0)),
        none.brightnessRange(0.5, 1.5),
        none.shearRange(30),
        none.zoomRange(0.5),
        none.channelShiftRange(50),
        moving.fillMode(FillMode.REFLECT),
        moving.fillMode(FillMode.WRAP),
        moving.fillMode(FillMode.CONSTANT).cval(99),
        none.horizontalFlip(true),
        none.verticalFlip(true),
        none.rescale(1 / 255.0),
        none.preprocessingFunction(x -> Tensor.of(x.shape(), x.data().clone())),
        none.validationSplit(0.3),
        moving.interpolationOrder(0),
        moving
            .shearRange(20)
            .widthShiftRange(0.2)
            .heightShiftRange(0.2)
            .brightnessRange(0.3, 2)
            .channelShiftRange(70)
            .horizontalFlip(true)
            .verticalFlip(true)
            .samplewiseCenter(true)
            .samplewiseStdNormalization(true));
  }

  @ParameterizedTest
  @MethodSource("generators")
  void batches_doNotDependOnTheNumberOfThreads(ImageDataGenerator generator) {
    List<float[]> one = batches(generator, 1);
    assertThat(batches(generator, 2)).usingElementComparator(this::compare).isEqualTo(one);
    assertThat(batches(generator, 8)).usingElementComparator(this::compare).isEqualTo(one);
  }

  private int compare(float[] a, float[] b) {
    return Arrays.compare(a, b);
  }

  private static List<float[]> batches(ImageDataGenerator generator, int threads) {
    FlowOptions options = new FlowOptions().batchSize(7).seed(3).threads(threads);
    if (generator.validationSplit() > 0) {
      options = options.subset(Subset.TRAINING);
    }
    List<float[]> all = new ArrayList<>();
    try (Batches batches = generator.flow(X, options)) {
      for (int i = 0; i < 2 * batches.size(); i++) {
        all.add(batches.next().x().data());
      }
    }
    return all;
  }

  private static Tensor pictures() {
    Tensor x = Tensor.zeros(Shape.of(20, 12, 11, 3));
    NumpyRandom random = new NumpyRandom(5);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = random.randint(256);
    }
    return x;
  }
}
