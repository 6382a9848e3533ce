package dev.kindling.app.demo;

import static dev.kindling.app.demo.LeafKind.between;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.QuadCurve2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;

/** Paints one picture: a ground, a leaf with its shadow and veins, what lies over it, the light. */
final class LeafPainter {

  private final Random random;
  private final int width;
  private final int height;
  private final BufferedImage picture;
  private final Graphics2D canvas;

  private LeafPainter(Random random) {
    this.random = random;
    this.width = 180 + random.nextInt(100);
    this.height = 180 + random.nextInt(100);
    this.picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    this.canvas = picture.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /** A picture of a leaf of that kind; the same from the same state of the random numbers. */
  static BufferedImage paint(LeafKind kind, Random random) {
    LeafPainter painter = new LeafPainter(random);
    painter.ground();
    painter.leaf(kind);
    painter.litter(random.nextInt(2));
    painter.light();
    painter.grain();
    painter.canvas.dispose();
    return painter.picture;
  }

  private void ground() {
    Color base =
        color(random.nextDouble(), between(random, 0.03, 0.22), between(random, 0.35, 0.95));
    canvas.setPaint(new GradientPaint(0, 0, shade(base, 0.8), width, height, shade(base, 1.15)));
    canvas.fillRect(0, 0, width, height);
    switch (random.nextInt(4)) {
      case 0 -> pebbles(base);
      case 1 -> blades(base);
      case 2 -> planks(base);
      default -> {} // a sheet of paper
    }
    litter(random.nextInt(3));
  }

  private void pebbles(Color base) {
    for (int i = 0; i < 250; i++) {
      double size = between(random, 2, 16);
      canvas.setColor(shade(base, between(random, 0.6, 1.35)));
      canvas.fill(new Ellipse2D.Double(x(), y(), size, size * between(random, 0.5, 1)));
    }
  }

  private void blades(Color base) {
    for (int i = 0; i < 160; i++) {
      canvas.setColor(shade(base, between(random, 0.55, 1.4)));
      canvas.setStroke(new BasicStroke((float) between(random, 0.7, 3.5)));
      double x = x();
      double y = y();
      double bend = between(random, -25, 25);
      canvas.draw(
          new QuadCurve2D.Double(
              x, y, x + bend / 2, y - 30, x + bend, y - between(random, 30, 70)));
    }
  }

  private void planks(Color base) {
    double angle = between(random, -0.3, 0.3);
    AffineTransform upright = canvas.getTransform();
    canvas.rotate(angle, width / 2.0, height / 2.0);
    for (int y = -height; y < 2 * height; y += 3) {
      canvas.setColor(shade(base, between(random, 0.82, 1.15)));
      canvas.setStroke(new BasicStroke((float) between(random, 1, 4)));
      canvas.draw(
          new QuadCurve2D.Double(
              -width, y, x(), y + between(random, -8, 8), 2 * width, y + between(random, -4, 4)));
    }
    canvas.setTransform(upright);
  }

  private void leaf(LeafKind kind) {
    double size = Math.min(width, height) * between(random, 0.6, 0.98);
    AffineTransform place = new AffineTransform();
    place.translate(
        width / 2.0 + between(random, -0.1, 0.1) * width,
        height / 2.0 + between(random, -0.1, 0.1) * height);
    place.rotate(Math.PI + between(random, -0.9, 0.9));
    place.shear(between(random, -0.2, 0.2), 0);
    place.scale(size * between(random, 0.8, 1), size);
    place.translate(0, -0.5);

    Area blade = new Area(place.createTransformedShape(kind.outline(random)));
    if (random.nextInt(6) == 0) {
      bite(blade, size);
    }
    double far = between(random, 2, 9);
    canvas.setColor(new Color(0, 0, 0, 70));
    canvas.fill(AffineTransform.getTranslateInstance(far, far).createTransformedShape(blade));

    Color green = color(kind.hue(random), between(random, 0.55, 0.95), between(random, 0.35, 0.85));
    Color other = shade(green, between(random, 0.65, 1.35));
    canvas.setPaint(new GradientPaint(spot(), green, spot(), other, true));
    canvas.fill(blade);
    spots(blade, green);
    veins(kind, place, blade, shade(green, random.nextBoolean() ? 1.35 : 0.65), size);
  }

  /** A caterpillar was here. */
  private void bite(Area blade, double size) {
    double mouth = size * between(random, 0.08, 0.2);
    double x = blade.getBounds().getX() + blade.getBounds().width * random.nextDouble();
    double y = blade.getBounds().getY() + blade.getBounds().height * random.nextDouble();
    blade.subtract(new Area(new Ellipse2D.Double(x - mouth, y - mouth, 2 * mouth, 2 * mouth)));
  }

  private void spots(Shape blade, Color green) {
    Shape whole = canvas.getClip();
    canvas.setClip(blade);
    for (int i = random.nextInt(25); i > 0; i--) {
      double size = between(random, 2, 18);
      canvas.setColor(shade(green, between(random, 0.5, 1.3)));
      canvas.fill(new Ellipse2D.Double(x(), y(), size, size));
    }
    canvas.setClip(whole);
  }

  private void veins(LeafKind kind, AffineTransform place, Shape blade, Color color, double size) {
    Path2D veins = new Path2D.Double();
    veins.moveTo(0, -between(random, 0.08, 0.25));
    veins.lineTo(0, 0.96);
    int pairs = kind == LeafKind.MAPLE ? 2 : 4 + random.nextInt(4);
    for (int pair = 0; pair < pairs; pair++) {
      double from = kind == LeafKind.MAPLE ? 0.05 : 0.1 + 0.75 * pair / pairs;
      double rise = kind == LeafKind.MAPLE ? 0.2 + 0.45 * pair : 0.25;
      veins.moveTo(0, from);
      veins.lineTo(0.4, from + rise);
      veins.moveTo(0, from);
      veins.lineTo(-0.4, from + rise);
    }
    Shape whole = canvas.getClip();
    canvas.setColor(color);
    canvas.setStroke(
        new BasicStroke((float) (size * 0.018), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D stalk = new Path2D.Double();
    stalk.moveTo(0, -between(random, 0.08, 0.22));
    stalk.lineTo(0, 0.1);
    canvas.draw(place.createTransformedShape(stalk));
    canvas.setClip(blade);
    canvas.setStroke(new BasicStroke((float) (size * 0.009)));
    canvas.draw(place.createTransformedShape(veins));
    canvas.setClip(whole);
  }

  /** Twigs and blades of grass, under the leaf or over it. */
  private void litter(int pieces) {
    for (int i = 0; i < pieces; i++) {
      canvas.setColor(
          color(between(random, 0.05, 0.3), between(random, 0.2, 0.7), between(random, 0.15, 0.8)));
      canvas.setStroke(
          new BasicStroke(
              (float) between(random, 1.5, 6), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      canvas.draw(new QuadCurve2D.Double(x(), y(), x(), y(), x(), y()));
    }
  }

  /** Sun from one side, and the shadow of something outside the picture. */
  private void light() {
    Color bright = new Color(255, 245, 220, random.nextInt(90));
    Color dark = new Color(0, 0, 30, random.nextInt(100));
    canvas.setPaint(new GradientPaint(spot(), bright, spot(), dark));
    canvas.fillRect(0, 0, width, height);
    if (random.nextInt(3) == 0) {
      canvas.setColor(new Color(0, 0, 20, 40 + random.nextInt(60)));
      double size = between(random, 0.4, 1.2) * width;
      canvas.fill(new Ellipse2D.Double(x() - size / 2, y() - size / 2, size, size));
    }
  }

  /** The noise of a cheap camera. */
  private void grain() {
    double noise = between(random, 0, 10);
    int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < pixels.length; i++) {
      int rgb = pixels[i];
      double n = random.nextGaussian() * noise;
      pixels[i] = sample(rgb >> 16, n) << 16 | sample(rgb >> 8, n) << 8 | sample(rgb, n);
    }
  }

  private static int sample(int value, double noise) {
    return (int) Math.max(0, Math.min(255, (value & 0xFF) + noise));
  }

  private Point2D spot() {
    return new Point2D.Double(x(), y());
  }

  private double x() {
    return random.nextDouble() * width;
  }

  private double y() {
    return random.nextDouble() * height;
  }

  private static Color color(double hue, double saturation, double brightness) {
    return Color.getHSBColor((float) hue, (float) saturation, (float) brightness);
  }

  private static Color shade(Color color, double factor) {
    return new Color(
        (int) Math.min(255, color.getRed() * factor),
        (int) Math.min(255, color.getGreen() * factor),
        (int) Math.min(255, color.getBlue() * factor));
  }
}
