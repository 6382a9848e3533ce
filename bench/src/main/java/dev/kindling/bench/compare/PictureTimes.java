package dev.kindling.bench.compare;

import dev.kindling.augment.RandAugment;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;
import dev.kindling.random.NumpyRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Times Kindling's resizing and RandAugment on decoded pictures, on one thread, as {@code
 * bench/peers/pictures.py} times Pillow's and torchvision's: {@code PictureTimes resize|augment
 * DIR}.
 */
final class PictureTimes {

  private static final int PICTURES = 48;
  private static final double WARM_SECONDS = 2;
  private static final int PASSES = 15;
  private static final ImageSize SIZE = new ImageSize(224, 224);

  /** What keeps the work from being left out. */
  private static int sum;

  private PictureTimes() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    List<Image> pictures = pictures(Path.of(args[1]));
    switch (args[0]) {
      case "resize" -> resize(pictures);
      case "augment" -> augment(pictures);
      default -> throw new IllegalArgumentException("Expected resize or augment: " + args[0]);
    }
    if (sum == Integer.MIN_VALUE) {
      System.out.println(sum);
    }
  }

  private static void resize(List<Image> pictures) {
    for (Interpolation interpolation : List.of(Interpolation.BILINEAR, Interpolation.BICUBIC)) {
      print(
          "resize to 224, " + interpolation,
          time(picture -> Resize.resize(picture, SIZE, interpolation), pictures));
    }
  }

  private static void augment(List<Image> pictures) {
    List<Image> resized =
        pictures.stream()
            .map(picture -> Resize.resize(picture, SIZE, Interpolation.BILINEAR))
            .toList();
    NumpyRandom random = new NumpyRandom(1);
    for (Interpolation interpolation : List.of(Interpolation.NEAREST, Interpolation.BILINEAR)) {
      RandAugment augmentation = new RandAugment(2, 9, 31, interpolation);
      print(
          "RandAugment of 224x224, " + interpolation,
          time(picture -> augmentation.draw(random, SIZE).apply(picture), resized));
    }
  }

  private static List<Image> pictures(Path directory) throws IOException {
    List<Image> pictures = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file :
          files
              .filter(file -> file.toString().endsWith(".jpg"))
              .sorted()
              .limit(PICTURES)
              .toList()) {
        pictures.add(ImageReader.read(file));
      }
    }
    return pictures;
  }

  private static double time(UnaryOperator<Image> work, List<Image> pictures) {
    long end = System.nanoTime() + (long) (WARM_SECONDS * 1e9);
    while (System.nanoTime() < end) {
      pass(work, pictures);
    }
    double[] passes = new double[PASSES];
    for (int i = 0; i < PASSES; i++) {
      long start = System.nanoTime();
      pass(work, pictures);
      passes[i] = (System.nanoTime() - start) / 1e6 / pictures.size();
    }
    Arrays.sort(passes);
    return passes[PASSES / 2];
  }

  private static void pass(UnaryOperator<Image> work, List<Image> pictures) {
    for (Image picture : pictures) {
      sum += work.apply(picture).data()[0];
    }
  }

  private static void print(String work, double milliseconds) {
    System.out.printf(Locale.ROOT, "%s\t%.4f%n", work, milliseconds);
  }
}
