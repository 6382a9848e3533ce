package dev.kindling.image;

/** The rule by which {@link Resize} finds the pixels of another size; named as in Pillow. */
public enum Interpolation {
  /** Each pixel is the one it falls on: sharp, and coarse when a picture shrinks much. */
  NEAREST,
  /** Each pixel is a weighted mean of all that it covers: smooth when growing and shrinking. */
  BILINEAR
}
