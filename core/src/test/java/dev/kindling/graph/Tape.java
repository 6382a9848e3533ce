package dev.kindling.graph;

import java.util.Arrays;

/**
 * Scalars that remember how they were made. Each stands at a place of its own and knows on which
 * earlier ones it depends, and how strongly (its partial derivatives); so the chain rule, applied
 * once in {@link #gradients}, gives the gradients of whatever was computed.
 */
final class Tape {

  private double[] values = new double[1024];
  private int[] ends = new int[1024];
  private int size;

  /** The dependences of scalar {@code i} stand from {@code ends[i - 1]} to {@code ends[i]}. */
  private int[] sources = new int[1024];

  private double[] partials = new double[1024];
  private int dependences;

  /** Says that the next scalar put depends on an earlier one. */
  Tape dependsOn(int source, double partial) {
    if (dependences == sources.length) {
      sources = Arrays.copyOf(sources, 2 * dependences);
      partials = Arrays.copyOf(partials, 2 * dependences);
    }
    sources[dependences] = source;
    partials[dependences++] = partial;
    return this;
  }

  /** Puts a scalar, which depends on those named since the last one, and gives its place. */
  int put(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    values[size] = value;
    ends[size] = dependences;
    return size++;
  }

  double value(int place) {
    return values[place];
  }

  /**
   * The gradients of a sum of scalars by every scalar on the tape.
   *
   * @param places the scalars that are summed
   * @param weights how often each counts
   */
  double[] gradients(int[] places, double[] weights) {
    double[] gradients = new double[size];
    for (int i = 0; i < places.length; i++) {
      gradients[places[i]] += weights[i];
    }
    for (int scalar = size - 1; scalar >= 0; scalar--) {
      int start = scalar == 0 ? 0 : ends[scalar - 1];
      for (int i = start; i < ends[scalar]; i++) {
        gradients[sources[i]] += gradients[scalar] * partials[i];
      }
    }
    return gradients;
  }
}
