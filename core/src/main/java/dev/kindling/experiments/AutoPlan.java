package dev.kindling.experiments;

import dev.kindling.data.ImageFolder;
import dev.kindling.data.LabelledFile;
import dev.kindling.data.Part;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * In which size the pictures of a folder are looked at, and how many of them: as the time allows.
 *
 * @param large whether they are looked at in a larger size than the networks were made for, which
 *     shows more
 * @param training the files to learn from
 * @param validation the files to measure by
 */
record AutoPlan(boolean large, List<LabelledFile> training, List<LabelledFile> validation) {

  /** What the first look may take at most, of all the time: others follow. */
  private static final double SHARE_OF_LARGE = 0.2;

  private static final double SHARE_OF_ALL = 0.6;
  private static final int FILES_TRIED = 24;

  /** A class is not cut down below that. */
  private static final int FEW = 20;

  /**
   * A plan, by trying how long a few pictures take.
   *
   * @param network in the larger size
   * @param normal the size that it was made for
   */
  static AutoPlan of(
      ImageFolder folder, FrozenNetwork network, ImageSize normal, RunOptions options, Clock clock)
      throws IOException {
    List<LabelledFile> training = folder.files(Part.TRAIN);
    List<LabelledFile> validation = folder.files(Part.VALIDATION);
    double reading = secondsToRead(training, network.preprocessing()) / options.engine().threads();
    double looking = network.secondsOfPicture(options.engine());
    double ofArea = (double) normal.pixels() / network.preprocessing().imageSize().pixels();
    int pictures = training.size() + validation.size();
    if (pictures * (reading + looking) <= SHARE_OF_LARGE * clock.seconds()) {
      return new AutoPlan(true, training, validation);
    }
    double share = SHARE_OF_ALL * clock.seconds() / (pictures * (reading + looking * ofArea));
    return new AutoPlan(false, some(training, share), some(validation, share));
  }

  private static double secondsToRead(List<LabelledFile> files, Preprocessing preprocessing) {
    int tried = Math.min(2 * FILES_TRIED, files.size());
    long start = 0;
    for (int i = 0; i < tried; i++) {
      start = i == tried / 2 ? System.nanoTime() : start; // The first half warms up.
      LabelledFile file = files.get((int) ((long) i * files.size() / tried));
      try {
        preprocessing.resize(ImageReader.read(file.file(), preprocessing.decode()));
      } catch (IOException e) {
        // It is named when all are read.
      }
    }
    return (System.nanoTime() - start) / 1e9 / (tried - tried / 2);
  }

  /** A share of the files of each class, evenly spaced. */
  private static List<LabelledFile> some(List<LabelledFile> files, double share) {
    if (share >= 1) {
      return files;
    }
    Map<String, List<LabelledFile>> byLabel = new LinkedHashMap<>();
    files.forEach(
        file -> byLabel.computeIfAbsent(file.label(), label -> new ArrayList<>()).add(file));
    List<LabelledFile> some = new ArrayList<>();
    for (List<LabelledFile> all : byLabel.values()) {
      int count = Math.min(all.size(), Math.max(FEW, (int) (all.size() * share)));
      for (int i = 0; i < count; i++) {
        some.add(all.get((int) ((long) i * all.size() / count)));
      }
    }
    return some;
  }
}
