package dev.kindling.bench.compare;

import dev.kindling.image.DecodeOptions;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Times Kindling from JPEG files to pictures of 224x224, on one thread, as {@code
 * bench/peers/decoding.py} times Pillow: {@code DecodeTimes FOLDER}.
 */
final class DecodeTimes {

  private static final double WARM_SECONDS = 2;
  private static final int PASSES = 7;
  private static final ImageSize SIZE = new ImageSize(224, 224);

  private DecodeTimes() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    int sum = 0;
    for (Path folder : list(Path.of(args[0]))) {
      List<byte[]> contents = new ArrayList<>();
      long bytes = 0;
      for (Path file : list(folder)) {
        contents.add(Files.readAllBytes(file));
        bytes += Files.size(file);
      }
      for (boolean reduced : new boolean[] {false, true}) {
        DecodeOptions options = new DecodeOptions().reducedFor(reduced ? SIZE : null);
        long end = System.nanoTime() + (long) (WARM_SECONDS * 1e9);
        while (System.nanoTime() < end) {
          sum += pass(contents, options);
        }
        double[] passes = new double[PASSES];
        for (int i = 0; i < PASSES; i++) {
          long start = System.nanoTime();
          sum += pass(contents, options);
          passes[i] = (System.nanoTime() - start) / 1e6 / contents.size();
        }
        Arrays.sort(passes);
        System.out.printf(
            Locale.ROOT,
            "%s (%.0f KB)\tKindling %s\t%.4f%n",
            folder.getFileName(),
            bytes / 1024.0 / contents.size(),
            reduced ? "reduced" : "whole",
            passes[PASSES / 2]);
      }
    }
    if (sum == Integer.MIN_VALUE) { // Keeps the work from being left out.
      System.out.println(sum);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static int pass(List<byte[]> contents, DecodeOptions options) throws IOException {
    int sum = 0;
    for (byte[] content : contents) {
      Image picture = ImageReader.decode(content, "timed", options);
      sum += Resize.resize(picture, SIZE, Interpolation.BILINEAR).data()[0];
    }
    return sum;
  }
}
