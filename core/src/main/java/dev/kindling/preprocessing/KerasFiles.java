package dev.kindling.preprocessing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;

/** Which files Keras takes for pictures: by the end of their names alone. */
final class KerasFiles {

  /** Keras's {@code white_list_formats}. No dot is asked for. */
  static final List<String> ENDS = List.of("png", "jpg", "jpeg", "bmp", "ppm", "tif", "tiff");

  private static final Logger LOG = System.getLogger(ImageDataGenerator.class.getName());

  private KerasFiles() {}

  static boolean endsAsExpected(String name) {
    return ENDS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
  }

  /** Warns as Keras does, once for all of them. */
  static void warnOfTiff(List<String> names) {
    long tiffs =
        names.stream().filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".tiff")).count();
    if (tiffs > 0) {
      LOG.log(
          Level.WARNING,
          "Using \".tiff\" files with multiple bands will cause distortion. Please verify your"
              + " output: there are {0} of them.",
          tiffs);
    }
  }
}
