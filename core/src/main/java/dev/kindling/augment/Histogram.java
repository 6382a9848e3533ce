package dev.kindling.augment;

import dev.kindling.image.Image;

/** How many samples of one channel have each of the 256 levels. */
@SuppressWarnings("ArrayRecordComponent")
record Histogram(int[] counts) {

  /** The histogram of each channel. */
  static Histogram[] of(Image image) {
    int channels = image.channels();
    Histogram[] histograms = new Histogram[channels];
    for (int channel = 0; channel < channels; channel++) {
      histograms[channel] = new Histogram(new int[256]);
    }
    byte[] samples = image.data();
    if (channels == 3) {
      countColors(samples, histograms[0].counts, histograms[1].counts, histograms[2].counts);
      return histograms;
    }
    for (int channel = 0; channel < channels; channel++) {
      for (int i = channel; i < samples.length; i += channels) {
        histograms[channel].counts[samples[i] & 0xff]++;
      }
    }
    return histograms;
  }

  /** All at once: neighbours are often alike, and then one count would wait for the other. */
  private static void countColors(byte[] samples, int[] red, int[] green, int[] blue) {
    for (int i = 0; i < samples.length; i += 3) {
      red[samples[i] & 0xff]++;
      green[samples[i + 1] & 0xff]++;
      blue[samples[i + 2] & 0xff]++;
    }
  }

  int darkest() {
    int level = 0;
    while (counts[level] == 0) {
      level++;
    }
    return level;
  }

  int lightest() {
    int level = 255;
    while (counts[level] == 0) {
      level--;
    }
    return level;
  }
}
