package dev.kindling.onnx;

/**
 * What a node does in training, where ONNX has no word for it: it stands in the node's
 * documentation, which other runtimes pass over, as in inference the node does what it says.
 */
final class TrainingNotes {

  /** Of a Dropout. */
  static final String WHOLE_CHANNELS = "In training: whole channels are dropped.";

  private static final String NOISE = "In training: Gaussian noise is added, stddev=";

  private TrainingNotes() {}

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
