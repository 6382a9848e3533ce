package dev.kindling.app.demo;

import java.awt.geom.Path2D;
import java.util.Locale;
import java.util.Random;

/**
 * The shape of a leaf. Only the shape tells the kinds apart: colour, size, ground and light are
 * drawn from the same ranges for all.
 *
 * <p>An outline lies in a square of side 1, the stalk at (0, 0), the tip near (0, 1). No two leaves
 * of a kind are equal, nor the two halves of one.
 */
enum LeafKind {
  /** An egg with a point and teeth like a saw's. */
  BIRCH {
    @Override
    void half(Path2D outline, Random random, int side) {
      double width = between(random, 0.27, 0.42);
      double widest = between(random, 0.28, 0.42);
      int teeth = 9 + random.nextInt(6);
      double depth = between(random, 0.08, 0.17);
      for (int i = 1; i < STEPS; i++) {
        double t = i / (double) STEPS;
        double belly = t < widest ? Math.sin(t / widest * Math.PI / 2) : tip(t, widest, 1.25);
        double tooth = 1 - depth * (1 - frac(t * teeth));
        outline.lineTo(side * width * belly * tooth, t);
      }
    }
  },

  /** A hand: lobes that spread from the stalk, each with a point. */
  MAPLE {
    @Override
    void half(Path2D outline, Random random, int side) {
      double spread = between(random, 0.8, 1.05);
      double[] angles = {0, spread, spread * 2.05};
      double[] lengths = {0.62, between(random, 0.46, 0.58), between(random, 0.26, 0.38)};
      double sinus = between(random, 0.22, 0.33);
      double ragged = between(random, 0.02, 0.06);
      for (int i = 1; i < STEPS; i++) {
        double angle = Math.PI * (1 - i / (double) STEPS);
        double reach = 0.1;
        for (int lobe = 0; lobe < angles.length; lobe++) {
          double off = Math.abs(angle - angles[lobe]) / (spread / 2);
          reach = Math.max(reach, lengths[lobe] - (lengths[lobe] - sinus) * Math.pow(off, 0.8));
        }
        double tooth = ragged * Math.abs(Math.sin(angle * 11));
        double r = Math.max(reach - tooth, 0.08);
        outline.lineTo(side * r * Math.sin(angle), 0.38 + r * Math.cos(angle));
      }
    }
  },

  /** A club with round lobes, as if fingers had pressed it in from both sides. */
  OAK {
    @Override
    void half(Path2D outline, Random random, int side) {
      double width = between(random, 0.24, 0.36);
      double widest = between(random, 0.52, 0.68);
      double lobes = between(random, 3.4, 5.2);
      double depth = between(random, 0.3, 0.55);
      double phase = between(random, 0, 0.3);
      for (int i = 1; i < STEPS; i++) {
        double t = i / (double) STEPS;
        double belly =
            t < widest
                ? 0.12 + 0.88 * Math.pow(t / widest, 1.1)
                : Math.sqrt(1 - Math.pow((t - widest) / (1 - widest), 2));
        double finger = Math.pow(Math.abs(Math.sin(Math.PI * (t * lobes + phase))), 0.7);
        double bay = depth * (1 - finger) * Math.min(1, 2 * (1 - t));
        outline.lineTo(side * width * belly * (1 - bay), t);
      }
    }
  };

  private static final int STEPS = 120;

  /** Adds one half of the outline, from the stalk to the tip, to the left (-1) or right (1). */
  abstract void half(Path2D outline, Random random, int side);

  /** The outline of one leaf. */
  Path2D outline(Random random) {
    Path2D right = new Path2D.Double();
    right.moveTo(0, 0);
    half(right, random, 1);
    right.lineTo(0, 1);
    Path2D left = new Path2D.Double();
    left.moveTo(0, 0);
    half(left, random, -1);
    left.lineTo(0, 1);
    Path2D whole = new Path2D.Double(right);
    whole.append(left, false);
    whole.setWindingRule(Path2D.WIND_NON_ZERO);
    return whole;
  }

  /**
   * A colour of that leaf: any may be green yet; in autumn each kind tends to its own, but
   * overlaps.
   */
  double hue(Random random) {
    if (random.nextInt(3) == 0) {
      return between(random, 0.2, 0.36);
    }
    double autumn =
        switch (this) {
          case BIRCH -> 0.15;
          case MAPLE -> 0.02;
          case OAK -> 0.085;
        };
    return autumn + 0.03 * random.nextGaussian();
  }

  /** The folder of its pictures. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static double between(Random random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static double tip(double t, double widest, double sharpness) {
    return Math.pow(1 - Math.pow((t - widest) / (1 - widest), 1.6), sharpness);
  }

  private static double frac(double x) {
    return x - Math.floor(x);
  }
}
