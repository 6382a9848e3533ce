package dev.kindling.image;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first directory of a TIFF file (TIFF 6.0), looked at before the library reads it: it takes
 * memory by what the directory claims, and leaves black what is missing.
 */
final class TiffFile {

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;

  private static final int UNCOMPRESSED = 1;

  private static final int SHORT = 3;

  /** Bytes of a value of each type, from 1. */
  private static final int[] TYPE_LENGTHS = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  /** Beyond any compression but that of empty fax pages. */
  private static final int PIXELS_PER_BYTE = 1 << 14;

  private static final int MOST_SAMPLES = 6;

  /** A small picture may lie in a tile that is larger. */
  private static final int USUAL_TILE = 1 << 20;

  /** The values of a tag: numbers of two or four bytes, one after the other. */
  private record Field(int type, int count, int start) {}

  private final byte[] content;
  private final boolean little;
  private final Map<Integer, Field> fields = new HashMap<>();

  private TiffFile(byte[] content) {
    this.content = content;
    this.little = content[0] == 'I';
  }

  /** Refuses sizes beyond the limit, and whatever does not lie within the file. */
  static void check(byte[] content, long pixelLimit) throws BrokenPictureException {
    TiffFile file = new TiffFile(content);
    file.readDirectory();
    file.checkSizes(pixelLimit);
    file.checkPixels();
  }

  private void readDirectory() throws BrokenPictureException {
    ByteCursor cursor = new ByteCursor(content, 4);
    cursor.seek(i32(cursor));
    int entries = u16(cursor);
    for (int i = 0; i < entries; i++) {
      int tag = u16(cursor);
      int type = u16(cursor);
      long count = Integer.toUnsignedLong(i32(cursor));
      long length = count * (type < TYPE_LENGTHS.length ? TYPE_LENGTHS[type] : 1);
      int inEntry = cursor.position();
      long start = length > 4 ? Integer.toUnsignedLong(i32(cursor)) : inEntry;
      if (start + length > content.length) {
        throw new BrokenPictureException(
            "is cut off or damaged: its tag %d lies beyond the end".formatted(tag));
      }
      fields.put(tag, new Field(type, (int) count, (int) start));
      cursor.seek(inEntry + 4);
    }
  }

  private void checkSizes(long pixelLimit) throws BrokenPictureException {
    long width = number(WIDTH, 0);
    long height = number(HEIGHT, 0);
    ImageReader.checkSize(width, height, pixelLimit);
    ImageReader.checkDensity(width * height, content.length, PIXELS_PER_BYTE);
    long samples = number(SAMPLES, 1);
    if (samples < 1 || samples > MOST_SAMPLES) {
      throw new BrokenPictureException(
          "is a TIFF of %d samples a pixel; 1 to %d are supported"
              .formatted(samples, MOST_SAMPLES));
    }
    if (fields.containsKey(TILE_WIDTH)) {
      long tileWidth = number(TILE_WIDTH, 0);
      long tileHeight = number(TILE_HEIGHT, 0);
      ImageReader.checkSize(tileWidth, tileHeight, Math.max(pixelLimit, USUAL_TILE));
      ImageReader.checkDensity(tileWidth * tileHeight, content.length, PIXELS_PER_BYTE);
    }
  }

  /** All strips or tiles lie within the file; uncompressed ones are as long as their pixels. */
  private void checkPixels() throws BrokenPictureException {
    boolean tiles = fields.containsKey(TILE_OFFSETS);
    @Nullable Field offsets = fields.get(tiles ? TILE_OFFSETS : STRIP_OFFSETS);
    @Nullable Field lengths = fields.get(tiles ? TILE_LENGTHS : STRIP_LENGTHS);
    if (offsets == null || lengths == null || offsets.count() != lengths.count()) {
      throw new BrokenPictureException("is damaged: it does not say where its pixels are");
    }
    long stored = 0;
    for (int i = 0; i < offsets.count(); i++) {
      long length = number(lengths, i);
      if (number(offsets, i) + length > content.length) {
        throw new BrokenPictureException("is cut off: pixels lie beyond its end");
      }
      stored += length;
    }
    long rowBits = number(WIDTH, 0) * number(SAMPLES, 1) * number(BITS, 1);
    if (number(COMPRESSION, UNCOMPRESSED) == UNCOMPRESSED
        && stored < (rowBits + 7) / 8 * number(HEIGHT, 0)) {
      throw new BrokenPictureException("is damaged: it holds fewer pixels than it says");
    }
  }

  /** The first value of a tag. */
  private long number(int tag, long otherwise) throws BrokenPictureException {
    @Nullable Field field = fields.get(tag);
    return field == null || field.count() == 0 ? otherwise : number(field, 0);
  }

  private long number(Field field, int index) throws BrokenPictureException {
    int length = field.type() == SHORT ? 2 : 4;
    ByteCursor cursor = new ByteCursor(content, field.start() + index * length);
    return length == 2 ? u16(cursor) : Integer.toUnsignedLong(i32(cursor));
  }

  private int u16(ByteCursor cursor) throws BrokenPictureException {
    return little ? cursor.u16Little() : cursor.u16Big();
  }

  private int i32(ByteCursor cursor) throws BrokenPictureException {
    return little ? cursor.i32Little() : cursor.i32Big();
  }
}
