package dev.kindling.onnx;

/** A sound ONNX model that uses something Kindling does not know; the message names it. */
public final class UnsupportedModelException extends UnreadableModelException {

  UnsupportedModelException(String reason) {
    super(reason);
  }

  private UnsupportedModelException(String file, UnreadableModelException trouble) {
    super(file + " " + trouble.reason(), trouble.reason(), trouble);
  }

  @Override
  UnsupportedModelException in(String file) {
    return new UnsupportedModelException(file, this);
  }
}
