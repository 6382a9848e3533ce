package dev.kindling.models;

/**
 * A training went astray: its loss or a weight is no longer a finite number. The weights are of no
 * use then; those of an epoch before can be {@linkplain Sequential#setWeights set} again.
 */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
