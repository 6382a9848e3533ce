package dev.kindling.preprocessing;

import dev.kindling.augment.Transform;
import dev.kindling.augment.TransformRanges;
import dev.kindling.augment.Warp;
import dev.kindling.data.Batches;
import dev.kindling.data.KeptPictures;
import dev.kindling.data.Patience;
import dev.kindling.data.PictureSource;
import dev.kindling.data.Pictures;
import dev.kindling.data.Split;
import dev.kindling.data.Subset;
import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageSize;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What flows from a generator: which samples, with what, from where. */
record Flows(ImageDataGenerator generator) {

  /** In the names of files written, Keras's random numbers stay below these. */
  static final int ARRAY_NAME_LIMIT = 10_000;

  private static final int FILE_NAME_LIMIT = 10_000_000;

  Batches of(PictureArray pictures, FlowOptions options) {
    Samples samples = pictures.samples();
    Subset subset = options.subset();
    if (subset != null) {
      requireSplitFor(subset);
      Split split = pictures.split(generator, !options.ignoreClassSplit());
      if (!options.ignoreClassSplit()) {
        pictures.requireSameClasses(generator, split);
      }
      samples = samples.only(split.of(subset));
    }
    return batches(samples, options, ARRAY_NAME_LIMIT);
  }

  Batches of(PictureSource pictures, @Nullable Tensor y, FlowOptions options) {
    if (options.subset() != null) {
      throw new IllegalArgumentException(
          "A subset is for pictures in an array, a folder or a table. Received: subset="
              + options.subset());
    }
    return batches(samples(pictures, Targets.of(y)), options, FILE_NAME_LIMIT);
  }

  FileBatches ofDirectory(Path directory, DirectoryOptions options) throws IOException {
    KerasDirectory listing =
        KerasDirectory.list(directory, options.classes(), options.followLinks());
    Subset subset = options.flow().subset();
    if (subset != null) {
      listing = listing.only(split(listing.classOf(), listing.files()).of(requireSplitFor(subset)));
    }
    ClassMode mode = options.classMode();
    Tensor labels = mode.labels(listing.classOf(), listing.classes());
    Targets targets = new Targets(labels, null, mode == ClassMode.INPUT);
    Batches batches = batches(listing.files(), options.load(), targets, options.flow());
    return new FileBatches(batches, listing.classes(), listing.filenames());
  }

  FileBatches ofDataframe(Dataframe dataframe, DataframeOptions options) {
    DataframeListing listing = DataframeListing.of(dataframe, options);
    Subset subset = options.flow().subset();
    if (subset != null) {
      // Keras cuts the whole table, where it cuts each class of a folder.
      List<String> groups =
          generator.contiguousSplit()
              ? Collections.nCopies(listing.filenames().size(), "all")
              : listing.groups();
      listing = listing.only(split(groups, listing.files()).of(requireSplitFor(subset)));
    }
    Batches batches = batches(listing.files(), options.load(), listing.targets(), options.flow());
    return new FileBatches(batches, listing.classes(), listing.filenames());
  }

  private Split split(List<?> groups, List<Path> files) {
    double part = generator.validationSplit();
    return generator.contiguousSplit()
        ? Split.contiguous(groups, part)
        : Split.byContent(groups, number -> Split.hash(files.get(number)), part);
  }

  private Subset requireSplitFor(Subset subset) {
    if (generator.validationSplit() == 0) {
      throw new IllegalArgumentException(
          "Without a validationSplit there are no parts: set it, as to 0.2. Received: subset="
              + subset);
    }
    return subset;
  }

  private Batches batches(
      List<Path> files, LoadOptions load, Targets targets, FlowOptions options) {
    ImageSize size = Objects.requireNonNull(load.targetSize());
    PictureSource pictures =
        new KeptPictures(new LoadedFiles(files, load, size), Pictures.defaultBudget());
    return batches(samples(pictures, targets), options, FILE_NAME_LIMIT);
  }

  private static Samples samples(PictureSource pictures, Targets targets) {
    Shape expected = pictures.pictureShape();
    Painter painter =
        (index, warp, transform, rescale, out, at) -> {
          Image image = pictures.load(index);
          Shape loaded = Shape.of(image.height(), image.width(), image.channels());
          if (!loaded.equals(expected)) {
            throw new IllegalStateException(
                "Picture %d should have shape %s. Loaded: %s".formatted(index, expected, loaded));
          }
          warp.apply(transform, image.data(), rescale, out, at);
        };
    return new Samples(painter, expected, pictures.size(), targets, pictures::name);
  }

  private Batches batches(Samples samples, FlowOptions options, int nameLimit) {
    Shape picture = samples.picture();
    requireChannels(picture, options.saving());
    Standardization standardization = new Standardization(generator, picture);
    TransformRanges ranges = generator.ranges();
    // What validates is not augmented, but draws as much: so file names are Keras's there too.
    boolean validates = options.subset() == Subset.VALIDATION;
    ChangeRanges<Transform> changes =
        random -> {
          Transform drawn = ranges.draw(random, picture.size(0), picture.size(1));
          return validates ? Transform.NONE : drawn;
        };
    ThreadLocal<Warp> warps = ThreadLocal.withInitial(() -> generator.warp(picture));
    float rescale = standardization.rescaleAtOnce();
    SampleMaker<Transform> maker =
        (index, transform, out, at) -> {
          samples.painter().paint(index, warps.get(), transform, rescale, out, at);
          standardization.apply(out, at, transform.leavesChannelsApart());
        };
    return new AugmentedBatches<>(
        samples.size(),
        picture,
        maker,
        samples.targets(),
        samples.names(),
        options,
        new BatchPlan<>(changes, samples.size(), options, nameLimit),
        Patience.DEFAULT);
  }

  private void requireChannels(Shape picture, Saving saving) {
    int channels = picture.size(2);
    boolean ofPicture = channels == 1 || channels == 3 || channels == 4;
    if (generator.brightnessRange() != null && !ofPicture) {
      throw new IllegalArgumentException(
          "brightnessRange is for pictures of 1, 3 or 4 channels. Received: pictures of shape "
              + picture);
    }
    boolean writable = ofPicture && (channels < 4 || saving.format() == ImageFormat.PNG);
    if (saving.toDir() != null && !writable) {
      throw new IllegalArgumentException(
          "saveToDir writes pictures of 1 or 3 channels, and of 4 as PNG. Received: pictures of"
              + " shape "
              + picture);
    }
  }
}
