package dev.kindling.graph;

/** The kind of number that an input of a network holds. */
public enum ElementType {
  /** 32-bit floating point. */
  FLOAT,
  /** Whole numbers 0 to 255, as the pixels of a picture. */
  UINT8
}
