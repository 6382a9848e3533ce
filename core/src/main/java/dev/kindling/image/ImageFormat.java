package dev.kindling.image;

/** The formats in which {@link ImageWriter} writes. */
public enum ImageFormat {
  /** Without loss. */
  PNG("png"),
  /** With loss, at quality 75 and halved colour resolution (4:2:0), as Pillow does by default. */
  JPEG("jpeg");

  private final String extension;

  ImageFormat(String extension) {
    this.extension = extension;
  }

  /** The usual end of a file name, without the dot; also the name ImageIO knows. */
  public String extension() {
    return extension;
  }
}
