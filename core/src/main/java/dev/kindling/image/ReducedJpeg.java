package dev.kindling.image;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * JPEG pictures at a half, a quarter or an eighth of their size: made so by libjpeg-turbo from the
 * lowest frequencies of each block, without the work for the others, as Pillow's {@code draft}
 * does. It stands inside Leptonica's native library, called through JNA (docs/decisions/0032).
 */
final class ReducedJpeg {

  private static final int SEVERITY_NONE = 6;

  /** Null on a machine for which there is no library. */
  private static final @Nullable ReducedJpeg LEPTONICA = load();

  private final Function read;
  private final Function words;
  private final Function wordsPerRow;
  private final Function width;
  private final Function height;
  private final Function destroy;

  private ReducedJpeg(NativeLibrary leptonica) {
    // Failures come back as null; they are no reason to write to the standard error stream.
    leptonica.getFunction("setMsgSeverity").invokeInt(new Object[] {SEVERITY_NONE});
    read = leptonica.getFunction("pixReadMemJpeg");
    words = leptonica.getFunction("pixGetData");
    wordsPerRow = leptonica.getFunction("pixGetWpl");
    width = leptonica.getFunction("pixGetWidth");
    height = leptonica.getFunction("pixGetHeight");
    destroy = leptonica.getFunction("pixDestroy");
  }

  /**
   * The picture at the smallest scale that leaves as many rows and columns as are enough.
   *
   * @return null if it has to be read whole: it is not large enough to be reduced, is neither grey
   *     nor YCbCr, there is no native library, or something is wrong with it, which the other
   *     decoder is to judge
   */
  static @Nullable Image decode(JpegHeader header, DecodeOptions options) {
    int reduction = reduction(header, options);
    boolean grey = header.colors() == JpegColors.GREY;
    if (reduction == 1 || LEPTONICA == null || !(grey || header.colors() == JpegColors.YCBCR)) {
      return null;
    }
    return LEPTONICA.decode(header.stripped(), reduction, grey);
  }

  private static int reduction(JpegHeader header, DecodeOptions options) {
    @Nullable ImageSize enough = options.reducedFor();
    if (enough == null) {
      return 1;
    }
    boolean lying = !options.asStored() && header.orientation().isLying();
    int times =
        Math.min(
            header.width() / (lying ? enough.height() : enough.width()),
            header.height() / (lying ? enough.width() : enough.height()));
    return times >= 8 ? 8 : times >= 4 ? 4 : times >= 2 ? 2 : 1;
  }

  private @Nullable Image decode(byte[] content, int reduction, boolean grey) {
    Pointer pix;
    try (Memory file = new Memory(content.length)) {
      file.write(0, content, 0, content.length);
      NativeLong size = new NativeLong(content.length, true);
      // No colour map; no count of warnings is needed, since a file that gives one is refused.
      pix = read.invokePointer(new Object[] {file, size, 0, reduction, null, 0});
    }
    if (pix == null) {
      return null;
    }
    try {
      return image(pix, grey);
    } finally {
      destroy.invokeVoid(new Object[] {new PointerByReference(pix)});
    }
  }

  /** Rows of words of 32 bits: red, green, blue and nothing; or four grey pixels. */
  private Image image(Pointer pix, boolean grey) {
    Object[] self = {pix};
    int rows = height.invokeInt(self);
    int columns = width.invokeInt(self);
    int perRow = wordsPerRow.invokeInt(self);
    int channels = grey ? 1 : 3;
    int[] row = new int[perRow];
    byte[] samples = new byte[rows * columns * channels];
    Pointer data = words.invokePointer(self);
    int to = 0;
    for (int y = 0; y < rows; y++) {
      data.read((long) y * perRow * Integer.BYTES, row, 0, perRow);
      for (int x = 0; x < columns; x++) {
        if (grey) {
          samples[to++] = (byte) (row[x / 4] >> (24 - x % 4 * 8));
        } else {
          samples[to++] = (byte) (row[x] >> 24);
          samples[to++] = (byte) (row[x] >> 16);
          samples[to++] = (byte) (row[x] >> 8);
        }
      }
    }
    return new Image(rows, columns, channels, samples);
  }

  private static @Nullable ReducedJpeg load() {
    try {
      String[] names = libraryAndWhatItNeeds();
      @Nullable File library = null;
      for (String name : names) {
        URL resource =
            ReducedJpeg.class.getResource(
                "/org/bytedeco/leptonica/%s/%s".formatted(Loader.getPlatform(), name));
        if (resource == null) {
          return null;
        }
        library = Loader.cacheResource(resource);
      }
      return library == null ? null : new ReducedJpeg(NativeLibrary.getInstance(library.getPath()));
    } catch (IOException | LinkageError e) {
      return null;
    }
  }

  /** The file names of one platform's natives; the last is Leptonica's own. */
  private static String[] libraryAndWhatItNeeds() {
    String platform = Loader.getPlatform();
    if (platform.startsWith("windows")) {
      return new String[] {"libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libleptonica-6.dll"};
    }
    return new String[] {
      platform.startsWith("macosx") ? "libleptonica.6.dylib" : "libleptonica.so.6"
    };
  }
}
