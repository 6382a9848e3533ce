package dev.kindling.preprocessing;

import dev.kindling.augment.BatchAugmentation;
import dev.kindling.augment.Mixture;
import dev.kindling.augment.Pipeline;
import dev.kindling.augment.Steps;
import dev.kindling.data.Batches;
import dev.kindling.data.Patience;
import dev.kindling.data.PictureSource;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Batches of pictures changed by a pipeline of modern augmentations, where {@link
 * ImageDataGenerator} has Keras's: drawn in order from the seed, made by any number of threads, the
 * same whatever their number.
 *
 * <pre>{@code
 * Batches train = new PipelineFlow(Preset.STRONG.pipeline(new ImageSize(150, 150)))
 *     .rescale(1 / 255.0)
 *     .mixing(new MixUp(0.2))
 *     .flow(pictures, pictures.labels(), new FlowOptions().seed(1));
 * }</pre>
 *
 * @param pipeline what is done to each picture
 * @param rescale what every value is multiplied by, after that
 * @param mixing what is done to whole batches in the end, pictures and labels, or null
 */
public record PipelineFlow(Pipeline pipeline, double rescale, @Nullable BatchAugmentation mixing) {

  /** A flow of values from 0 to 255, without mixing. */
  public PipelineFlow(Pipeline pipeline) {
    this(pipeline, 1, null);
  }

  /** This flow with another factor. */
  public PipelineFlow rescale(double rescale) {
    return new PipelineFlow(pipeline, rescale, mixing);
  }

  /** This flow with whole batches mixed. Labels then become probabilities. */
  public PipelineFlow mixing(@Nullable BatchAugmentation mixing) {
    return new PipelineFlow(pipeline, rescale, mixing);
  }

  /**
   * Batches of pictures that are loaded when their turn comes. What is saved, if the options say
   * so, is not mixed.
   *
   * @param y their labels, one along the first axis for each picture, or null
   * @throws IllegalArgumentException if the options ask for a subset
   */
  public Batches flow(PictureSource pictures, @Nullable Tensor y, FlowOptions options) {
    if (options.subset() != null) {
      throw new IllegalArgumentException(
          "A pipeline takes all pictures that it is given. Received: subset=" + options.subset());
    }
    Shape given = pictures.pictureShape();
    ImageSize size = new ImageSize(given.size(0), given.size(1));
    ImageSize after = pipeline.draw(new NumpyRandom(0), size).sizeAfter(size);
    Shape made = Shape.of(after.height(), after.width(), given.size(2));
    Targets targets = Targets.of(y);
    targets.requireFor(pictures.size());
    ChangeRanges<Steps> changes =
        new ChangeRanges<>() {
          @Override
          public Steps draw(NumpyRandom random) {
            return pipeline.draw(random, size);
          }

          @Override
          public @Nullable Mixture drawMixture(NumpyRandom random, int number) {
            return mixing == null ? null : mixing.draw(random, made.prepend(number));
          }
        };
    return new AugmentedBatches<>(
        pictures.size(),
        made,
        (index, steps, out, at) -> write(steps.apply(pictures.load(index)), made, out, at),
        targets,
        pictures::name,
        options,
        new BatchPlan<>(changes, pictures.size(), options, Flows.ARRAY_NAME_LIMIT),
        Patience.DEFAULT);
  }

  private void write(Image image, Shape made, float[] out, int at) {
    Shape shape = Shape.of(image.height(), image.width(), image.channels());
    if (!shape.equals(made)) {
      throw new IllegalStateException(
          "The pipeline makes pictures of different sizes, %s and %s: let it end with a ResizeTo."
              .formatted(made, shape));
    }
    byte[] samples = image.data();
    float factor = (float) rescale;
    for (int i = 0; i < samples.length; i++) {
      out[at + i] = (samples[i] & 0xff) * factor;
    }
  }
}
