package dev.kindling.image;

/** What a decoder found wrong, before the name of the file is known to it. */
final class BrokenPictureException extends Exception {

  /**
   * @param reason one line that continues a file's name: {@code is cut off}
   */
  BrokenPictureException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
