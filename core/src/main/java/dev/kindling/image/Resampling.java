package dev.kindling.image;

/**
 * Pillow's resizing of 8-bit pictures by weighted means ({@code Resample.c}): along one axis after
 * the other, in whole numbers with 22 bits after the point, and rounded to 8 bits in between.
 */
final class Resampling {

  static final int FRACTION_BITS = 32 - 8 - 2;

  /** What sums begin with, so that cutting off the fraction rounds. */
  static final int HALF = 1 << (FRACTION_BITS - 1);

  private Resampling() {}

  /** The part of a picture that two spans cut out of it, in another size. */
  static Image resize(Image image, Span rows, Span columns, Interpolation interpolation) {
    if (startsWithColumns(rows, columns)) {
      Image shorter = alongColumns(image, rows, interpolation);
      return columns.changes() ? alongRows(shorter, columns, interpolation) : shorter;
    }
    if (!rows.changes()) {
      return columns.changes() ? alongRows(image, columns, interpolation) : image;
    }
    return columns.changes()
        ? alongBoth(image, rows, columns, interpolation)
        : alongColumns(image, rows, interpolation);
  }

  /**
   * Which axis comes first decides over single grey levels. Pillow before 13 always began with the
   * rows; Pillow 13 begins with the columns when the height loses more than twice what the width
   * does (found by 1,500 random sizes).
   */
  static boolean startsWithColumns(Span rows, Span columns) {
    int heightLoss = rows.oldSize() - rows.newSize();
    int widthLoss = columns.oldSize() - columns.newSize();
    return heightLoss > 0 && heightLoss > 2L * widthLoss;
  }

  /** Each row is made narrower or wider, and goes into the columns right away. */
  private static Image alongBoth(
      Image image, Span rows, Span columns, Interpolation interpolation) {
    RowSums across = new RowSums(Taps.of(columns, interpolation), image.channels());
    int[] row = new int[columns.newSize() * image.channels()];
    ColumnSums down = new ColumnSums(Taps.of(rows, interpolation), row.length);
    for (int y = down.firstRow(); y < down.endRow(); y++) {
      across.apply(image.data(), y * image.width() * image.channels(), row);
      down.add(y, row);
    }
    return new Image(rows.newSize(), columns.newSize(), image.channels(), down.samples());
  }

  private static Image alongRows(Image image, Span columns, Interpolation interpolation) {
    RowSums across = new RowSums(Taps.of(columns, interpolation), image.channels());
    int[] row = new int[columns.newSize() * image.channels()];
    byte[] samples = new byte[Math.multiplyExact(image.height(), row.length)];
    for (int y = 0; y < image.height(); y++) {
      across.apply(image.data(), y * image.width() * image.channels(), row);
      for (int i = 0; i < row.length; i++) {
        samples[y * row.length + i] = (byte) row[i];
      }
    }
    return new Image(image.height(), columns.newSize(), image.channels(), samples);
  }

  private static Image alongColumns(Image image, Span rows, Interpolation interpolation) {
    int[] row = new int[image.width() * image.channels()];
    ColumnSums down = new ColumnSums(Taps.of(rows, interpolation), row.length);
    byte[] data = image.data();
    for (int y = down.firstRow(); y < down.endRow(); y++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = data[y * row.length + i] & 0xff;
      }
      down.add(y, row);
    }
    return new Image(rows.newSize(), image.width(), image.channels(), down.samples());
  }

  /** A sum that began with {@link #HALF}, without its fraction. */
  static int round(int sum) {
    return Math.max(0, Math.min(255, sum >> FRACTION_BITS));
  }
}
