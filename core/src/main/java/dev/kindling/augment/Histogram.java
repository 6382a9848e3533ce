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
    for (int pixel = 0; pixel < samples.length; pixel += channels) {
      for (int channel = 0; channel < channels; channel++) {
        histograms[channel].counts[samples[pixel + channel] & 0xff]++;
      }
    }
    return histograms;
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
