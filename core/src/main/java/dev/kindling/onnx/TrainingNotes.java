package dev.kindling.onnx;

import dev.kindling.graph.Dropout;

/**
 * What a node does in training, where ONNX has no word for it: it stands in the node's
 * documentation, which other runtimes pass over, as in inference the node does what it says.
 */
final class TrainingNotes {

  private static final String CHANNELS = "In training: whole channels are dropped.";
  private static final String SAMPLES = "In training: whole samples are dropped.";
  private static final String NOISE = "In training: Gaussian noise is added, stddev=";

  private TrainingNotes() {}

  /** Of a Dropout. */
  static String dropped(Dropout.Unit unit) {
    return switch (unit) {
      case ELEMENT -> "";
      case CHANNEL -> CHANNELS;
      case SAMPLE -> SAMPLES;
    };
  }

  /** What a Dropout's documentation tells. */
  static Dropout.Unit unit(String documentation) {
    return switch (documentation) {
      case CHANNELS -> Dropout.Unit.CHANNEL;
      case SAMPLES -> Dropout.Unit.SAMPLE;
      default -> Dropout.Unit.ELEMENT;
    };
  }

  /** Of an Identity. */
  static String noise(double stddev) {
    return NOISE + stddev;
  }

  /** The standard deviation that an Identity's documentation tells; NaN if it tells none. */
  static double stddev(String documentation) {
    try {
      return documentation.startsWith(NOISE)
          ? Double.parseDouble(documentation.substring(NOISE.length()))
          : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
