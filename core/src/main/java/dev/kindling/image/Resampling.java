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
    int channels = image.channels();
    RowSums across = new RowSums(Taps.of(columns, interpolation), image.width(), channels);
    int[][] row = new int[channels][columns.newSize()];
    ColumnSums down = new ColumnSums(Taps.of(rows, interpolation), columns.newSize(), channels);
    for (int y = down.firstRow(); y < down.endRow(); y++) {
      across.apply(image.data(), y * image.width() * channels, row);
      down.add(y, row);
    }
    return new Image(rows.newSize(), columns.newSize(), channels, down.samples());
  }

  private static Image alongRows(Image image, Span columns, Interpolation interpolation) {
    int channels = image.channels();
    RowSums across = new RowSums(Taps.of(columns, interpolation), image.width(), channels);
    int[][] row = new int[channels][columns.newSize()];
    int rowLength = Math.multiplyExact(columns.newSize(), channels);
    byte[] samples = new byte[Math.multiplyExact(image.height(), rowLength)];
    for (int y = 0; y < image.height(); y++) {
      across.apply(image.data(), y * image.width() * channels, row);
      for (int channel = 0; channel < channels; channel++) {
        interleave(row[channel], channel, samples, y * rowLength, channels);
      }
    }
    return new Image(image.height(), columns.newSize(), channels, samples);
  }

  private static Image alongColumns(Image image, Span rows, Interpolation interpolation) {
    int[] row = new int[image.width() * image.channels()];
    int[][] asOneChannel = {row};
    ColumnSums down = new ColumnSums(Taps.of(rows, interpolation), row.length, 1);
    byte[] data = image.data();
    for (int y = down.firstRow(); y < down.endRow(); y++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = data[y * row.length + i] & 0xff;
      }
      down.add(y, asOneChannel);
    }
    return new Image(rows.newSize(), image.width(), image.channels(), down.samples());
  }

  /** Takes the fraction off sums that began with {@link #HALF}. */
  static void round(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.max(0, Math.min(255, sums[i] >> FRACTION_BITS));
    }
  }

  /** Puts the row of one channel among the samples of a row that begins at {@code at}. */
  static void interleave(int[] row, int channel, byte[] samples, int at, int channels) {
    for (int x = 0, to = at + channel; x < row.length; x++, to += channels) {
      samples[to] = (byte) row[x];
    }
  }
}
