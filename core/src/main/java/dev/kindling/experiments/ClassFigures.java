package dev.kindling.experiments;

/**
 * How a classifier did on one class. Shares of nothing are {@code NaN}.
 *
 * @param label the name of the class
 * @param precision of the pictures taken for this class, the share that are of it
 * @param recall of the pictures of this class, the share taken for it
 * @param f1 the harmonic mean of the two
 * @param pictures how many pictures of the class there were
 */
public record ClassFigures(
    String label, double precision, double recall, double f1, int pictures) {}
