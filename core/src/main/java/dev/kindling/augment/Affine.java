package dev.kindling.augment;

import dev.kindling.image.Image;
import dev.kindling.image.Interpolation;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture turned, moved and sheared, in this size, with black beyond its edges: torchvision's
 * {@code affine} of tensors. Coordinates are 32-bit floats, computed as there.
 *
 * @param angle of rotation clockwise, in degrees
 * @param translateX how far the picture goes to the right, in pixels
 * @param translateY how far it goes down, in pixels
 * @param shearX the angle of shear along the rows, in degrees
 * @param shearY the angle of shear along the columns, in degrees
 * @param center what stays where it is when turning and shearing
 * @param interpolation {@link Interpolation#NEAREST} or {@link Interpolation#BILINEAR}
 */
public record Affine(
    double angle,
    int translateX,
    int translateY,
    double shearX,
    double shearY,
    Center center,
    Interpolation interpolation)
    implements Operation {

  /** A point of a picture. */
  public enum Center {
    /** The middle. */
    MIDDLE,
    /** The upper left corner. */
    CORNER
  }

  /** Where the distance from one float to the next is 1. */
  private static final float ROUNDING = 0x1.8p23f;

  /** Checks the interpolation. */
  public Affine {
    if (interpolation != Interpolation.NEAREST && interpolation != Interpolation.BILINEAR) {
      throw new IllegalArgumentException(
          "Affine takes NEAREST or BILINEAR interpolation. Received: " + interpolation);
    }
  }

  /** Turned about the middle: torchvision's {@code rotate}, whose angles go the other way. */
  public static Affine rotate(double angle, Interpolation interpolation) {
    return new Affine(-angle, 0, 0, 0, 0, Center.MIDDLE, interpolation);
  }

  /** Moved. */
  public static Affine translate(int x, int y, Interpolation interpolation) {
    return new Affine(0, x, y, 0, 0, Center.MIDDLE, interpolation);
  }

  /** Each row moved to the left by a part of its distance from the upper edge. */
  public static Affine shearX(double part, Interpolation interpolation) {
    return new Affine(0, 0, 0, degrees(part), 0, Center.CORNER, interpolation);
  }

  /** Each column moved up by a part of its distance from the left edge. */
  public static Affine shearY(double part, Interpolation interpolation) {
    return new Affine(0, 0, 0, 0, degrees(part), Center.CORNER, interpolation);
  }

  private static double degrees(double tangent) {
    return StrictMath.toDegrees(StrictMath.atan(tangent));
  }

  @Override
  public Image apply(Image image) {
    int height = image.height();
    int width = image.width();
    double[] matrix = inverse(height, width);
    Line columns = Line.of(matrix[0], matrix[1], matrix[2], width);
    Line rows = Line.of(matrix[3], matrix[4], matrix[5], height);
    byte[] to = new byte[image.data().length];
    float[] middleX = new float[width];
    for (int x = 0; x < width; x++) {
      middleX[x] = x - (width - 1) * 0.5f;
    }
    float[] fromColumn = new float[width];
    float[] fromRow = new float[width];
    for (int y = 0; y < height; y++) {
      float middleY = y - (height - 1) * 0.5f;
      columns.along(middleY, middleX, fromColumn);
      rows.along(middleY, middleX, fromRow);
      if (interpolation == Interpolation.NEAREST) {
        nearest(image, fromColumn, fromRow, to, y * width * image.channels());
      } else {
        bilinear(image, fromColumn, fromRow, to, y * width * image.channels());
      }
    }
    return new Image(height, width, image.channels(), to);
  }

  /**
   * Where a new pixel comes from, both places counted from the middle: {@code (m0 x + m1 y + m2, m3
   * x + m4 y + m5)} (torchvision's {@code _get_inverse_affine_matrix}).
   */
  private double[] inverse(int height, int width) {
    double turn = StrictMath.toRadians(angle);
    double sy = StrictMath.toRadians(shearY);
    double tanSx = StrictMath.tan(StrictMath.toRadians(shearX));
    double centerX = center == Center.CORNER ? width * -0.5 : 0;
    double centerY = center == Center.CORNER ? height * -0.5 : 0;
    double a = Angle.cos(turn - sy) / Angle.cos(sy);
    double b = -(a * tanSx + Angle.sin(turn));
    double c = Angle.sin(turn - sy) / Angle.cos(sy);
    double d = Angle.cos(turn) - c * tanSx;
    double fromX = centerX + translateX;
    double fromY = centerY + translateY;
    return new double[] {
      d, -b, centerX - d * fromX + b * fromY, -c, a, centerY + c * fromX - a * fromY
    };
  }

  /**
   * One coordinate of the places that new pixels come from. As in torchvision it is first scaled so
   * that the picture goes from -1 to 1, and then to pixels.
   */
  private record Line(float perX, float perY, float offset, float halfSize) {

    static Line of(double perX, double perY, double offset, int size) {
      float half = 0.5f * size;
      return new Line((float) perX / half, (float) perY / half, (float) offset / half, half);
    }

    /**
     * The coordinate for each pixel of the row that lies so far below the middle.
     *
     * @param middleX how far right of the middle each pixel lies
     */
    void along(float middleY, float[] middleX, float[] coordinates) {
      float ofRow = middleY * perY;
      for (int x = 0; x < coordinates.length; x++) {
        float scaled = (middleX[x] * perX + ofRow) + offset;
        coordinates[x] = (scaled + 1) * halfSize - 0.5f;
      }
    }
  }

  private static void nearest(Image image, float[] fromColumn, float[] fromRow, byte[] to, int at) {
    int width = image.width();
    int right = width - 1;
    int bottom = image.height() - 1;
    int channels = image.channels();
    byte[] from = image.data();
    for (int j = 0; j < width; j++) {
      int x = round(fromColumn[j]);
      int y = round(fromRow[j]);
      if ((x | y | (right - x) | (bottom - y)) >= 0) { // none of them is negative: it lies inside
        copy(from, (y * width + x) * channels, to, at + j * channels, channels);
      }
    }
  }

  private static void copy(byte[] from, int pixel, byte[] to, int at, int channels) {
    to[at] = from[pixel];
    if (channels == 3) { // unrolled by hand: faster
      to[at + 1] = from[pixel + 1];
      to[at + 2] = from[pixel + 2];
    } else {
      for (int channel = 1; channel < channels; channel++) {
        to[at + channel] = from[pixel + channel];
      }
    }
  }

  private static void bilinear(
      Image image, float[] fromColumn, float[] fromRow, byte[] to, int at) {
    int channels = image.channels();
    int lastX = image.width() - 2;
    int lastY = image.height() - 2;
    for (int j = 0; j < fromColumn.length; j++) {
      int x = floor(fromColumn[j]);
      int y = floor(fromRow[j]);
      float right = fromColumn[j] - x;
      float down = fromRow[j] - y;
      if ((x | y | (lastX - x) | (lastY - y)) >= 0) { // all four neighbours lie inside
        blend(image, y, x, down, right, to, at + j * channels);
      } else {
        blendAtEdge(image, y, x, down, right, to, at + j * channels);
      }
    }
  }

  private static void blend(Image image, int y, int x, float down, float right, byte[] to, int at) {
    byte[] from = image.data();
    int channels = image.channels();
    int above = (y * image.width() + x) * channels;
    int below = above + image.width() * channels;
    float w0 = (1 - right) * (1 - down);
    float w1 = right * (1 - down);
    float w2 = (1 - right) * down;
    float w3 = right * down;
    to[at] = mean(from, above, below, channels, w0, w1, w2, w3);
    if (channels == 3) { // unrolled by hand: faster
      to[at + 1] = mean(from, above + 1, below + 1, 3, w0, w1, w2, w3);
      to[at + 2] = mean(from, above + 2, below + 2, 3, w0, w1, w2, w3);
    } else {
      for (int channel = 1; channel < channels; channel++) {
        to[at + channel] = mean(from, above + channel, below + channel, channels, w0, w1, w2, w3);
      }
    }
  }

  /** Of two samples above and two below, {@code next} being how far apart two of a row lie. */
  private static byte mean(
      byte[] from, int above, int below, int next, float w0, float w1, float w2, float w3) {
    float sum =
        (from[above] & 0xff) * w0
            + (from[above + next] & 0xff) * w1
            + (from[below] & 0xff) * w2
            + (from[below + next] & 0xff) * w3;
    return (byte) round(sum);
  }

  private static void blendAtEdge(
      Image image, int y, int x, float down, float right, byte[] to, int at) {
    for (int channel = 0; channel < image.channels(); channel++) {
      float sum =
          sample(image, y, x, channel) * ((1 - right) * (1 - down))
              + sample(image, y, x + 1, channel) * (right * (1 - down))
              + sample(image, y + 1, x, channel) * ((1 - right) * down)
              + sample(image, y + 1, x + 1, channel) * (right * down);
      to[at + channel] = (byte) round(sum);
    }
  }

  /** A sample, 0 beyond the edges. */
  private static int sample(Image image, int y, int x, int channel) {
    boolean inside = x >= 0 && x < image.width() && y >= 0 && y < image.height();
    return inside ? image.data()[(y * image.width() + x) * image.channels() + channel] & 0xff : 0;
  }

  /** The nearest whole number, of two as near the even one; of what is below 2^22 either way. */
  private static int round(float number) {
    // The sum has no bits left after the point, and its lowest bits are the whole number.
    return Float.floatToRawIntBits(number + ROUNDING) - Float.floatToRawIntBits(ROUNDING);
  }

  private static int floor(float number) {
    int whole = (int) number;
    return number < whole ? whole - 1 : whole;
  }

  @Override
  public String describe() {
    List<String> words = new ArrayList<>();
    if (angle != 0) {
      words.add("turned " + Words.of(angle) + "°");
    }
    if (translateX != 0 || translateY != 0) {
      words.add("moved %d, %d pixels".formatted(translateX, translateY));
    }
    if (shearX != 0 || shearY != 0) {
      words.add("sheared %s°, %s°".formatted(Words.of(shearX), Words.of(shearY)));
    }
    return Words.join(words);
  }
}
