package dev.kindling.onnx;

/** A file that is no ONNX model, or a broken one: cut off, damaged, or at odds with itself. */
public final class MalformedModelException extends UnreadableModelException {

  MalformedModelException(String reason) {
    super(reason);
  }

  private MalformedModelException(String file, UnreadableModelException trouble) {
    super(file + " " + trouble.reason(), trouble.reason(), trouble);
  }

  @Override
  MalformedModelException in(String file) {
    return new MalformedModelException(file, this);
  }
}
