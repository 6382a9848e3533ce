package dev.kindling.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The reader of picture files: JPEG, PNG, GIF, BMP, WebP and TIFF, told by their content and not by
 * their names, to the channels that {@link DecodeOptions} say: red, green and blue unless something
 * else is asked for.
 *
 * <p>The samples are those of Pillow's {@code Image.open(file).convert("RGB")}: grey is repeated,
 * palettes are looked up, profiles are left alone; where there is alpha, the options' background
 * shows through. Of an animation the first frame is read, of several pages the first. A picture is
 * turned upright as its EXIF orientation says, unless it is wanted as stored. A file that is cut
 * off, damaged, empty, of another kind or absurdly large is refused with the reason; nothing is
 * ever half read. Any number of threads may read at the same time.
 */
public final class ImageReader {

  /** The longest file that is opened: beyond every picture of so many pixels in these formats. */
  static final long FILE_LIMIT = 1L << 29;

  /** Four channels of 16 bits, then of 8, and once more in other channels and turned. */
  private static final int BYTES_PER_PIXEL = 20;

  /** How every JPEG begins; one character for each byte. */
  private static final String JPEG = "\u00ff\u00d8\u00ff";

  private ImageReader() {}

  /**
   * The picture in a file.
   *
   * @throws UnreadableImageException if the file is not a whole picture of a known format
   * @throws NoSuchFileException if there is no such file
   * @throws IOException if reading fails
   */
  public static Image read(Path file) throws IOException {
    return read(file, new DecodeOptions());
  }

  /**
   * The picture in a file, as the options say.
   *
   * @throws UnreadableImageException if the file is not a whole picture of a known format
   * @throws NoSuchFileException if there is no such file
   * @throws IOException if reading fails
   */
  public static Image read(Path file, DecodeOptions options) throws IOException {
    return decode(readContent(file), file.toString(), options);
  }

  /**
   * The bytes of a file that may be a picture, to be decoded later.
   *
   * @throws UnreadableImageException if it is a folder, no ordinary file, or longer than any
   *     picture
   * @throws NoSuchFileException if there is no such file
   * @throws IOException if reading fails
   */
  public static byte[] readContent(Path file) throws IOException {
    String name = file.toString();
    if (!Files.exists(file)) {
      throw new NoSuchFileException(name, null, "There is no such file.");
    }
    if (Files.isDirectory(file)) {
      throw new UnreadableImageException(name, "is a folder, not a picture");
    }
    if (!Files.isRegularFile(file)) {
      // To wait for what comes out of a pipe could mean to wait forever.
      throw new UnreadableImageException(name, "is a pipe or a device, not a file");
    }
    long size = Files.size(file);
    if (size > FILE_LIMIT) {
      throw new UnreadableImageException(
          name, "is too large for a picture: %,d MB".formatted(size >> 20));
    }
    return Files.readAllBytes(file);
  }

  /**
   * The picture in the content of a file.
   *
   * @param name what an error calls it
   * @throws UnreadableImageException if it is not a whole picture of a known format
   */
  public static Image decode(byte[] content, String name) throws UnreadableImageException {
    return decode(content, name, new DecodeOptions());
  }

  /**
   * The picture in the content of a file, as the options say.
   *
   * @param name what an error calls it
   * @throws UnreadableImageException if it is not a whole picture of a known format
   */
  public static Image decode(byte[] content, String name, DecodeOptions options)
      throws UnreadableImageException {
    try {
      StoredImage stored = decode(content, options);
      Image image = Colors.convert(stored.image(), options.colorMode(), options.background());
      return options.asStored() ? image : stored.orientation().turn(image);
    } catch (BrokenPictureException e) {
      throw new UnreadableImageException(name, e.reason(), e);
    }
  }

  /**
   * Refuses what {@link #decode} would refuse, as far as can be told in no time: of a JPEG the
   * segments and the end are looked at, of other pictures everything.
   *
   * @param name what an error calls it
   * @throws UnreadableImageException if it is not a whole picture of a known format
   */
  public static void check(byte[] content, String name) throws UnreadableImageException {
    if (!startsWith(content, JPEG)) {
      decode(content, name);
      return;
    }
    try {
      JpegHeader.parse(content, DecodeOptions.DEFAULT_PIXEL_LIMIT);
    } catch (BrokenPictureException e) {
      throw new UnreadableImageException(name, e.reason(), e);
    }
  }

  private static StoredImage decode(byte[] content, DecodeOptions options)
      throws BrokenPictureException {
    long pixelLimit = options.pixelLimit();
    if (content.length == 0) {
      throw new BrokenPictureException("is empty");
    }
    if (startsWith(content, JPEG)) {
      return JpegDecoder.decode(content, options);
    }
    if (startsWith(content, "\u0089PNG\r\n\u001a\n")) {
      return PngDecoder.decode(content, pixelLimit);
    }
    if (startsWith(content, "GIF87a") || startsWith(content, "GIF89a")) {
      return StoredImage.upright(new GifDecoder(content, pixelLimit).decode());
    }
    if (startsWith(content, "BM")) {
      return StoredImage.upright(BmpDecoder.decode(content, pixelLimit));
    }
    if (startsWith(content, "II*\0") || startsWith(content, "MM\0*")) {
      return TiffDecoder.decode(content, pixelLimit);
    }
    if (startsWith(content, "RIFF")
        && content.length >= 12
        && content[8] == 'W'
        && content[9] == 'E') {
      return WebpDecoder.decode(content, pixelLimit);
    }
    throw ForeignContent.refusal(content);
  }

  /** Refuses sizes that no sensible picture has, before memory is taken for them. */
  static void checkSize(long width, long height, long pixelLimit) throws BrokenPictureException {
    if (width < 1 || height < 1) {
      throw new BrokenPictureException(
          "is damaged: it says to be %d pixels wide and %d high".formatted(width, height));
    }
    if (width > pixelLimit || height > pixelLimit || width * height > pixelLimit) {
      throw new BrokenPictureException(
          "is too large: %d x %d pixels, and at most %,d are read"
              .formatted(width, height, pixelLimit));
    }
    checkMemory(width, height, Runtime.getRuntime().maxMemory());
  }

  /**
   * Refuses a picture for which Java may not take the memory, so that it does not run out of it.
   */
  static void checkMemory(long width, long height, long memory) throws BrokenPictureException {
    long needed = width * height * BYTES_PER_PIXEL;
    if (needed > memory) {
      throw new BrokenPictureException(
          "is too large for this Java process: %d x %d pixels can take %,d MB of memory, and it may take %,d. Start it with more (java -Xmx)"
              .formatted(width, height, needed >> 20, memory >> 20));
    }
  }

  /** Refuses a size that so few bytes cannot hold, as a damaged or hostile header may name it. */
  static void checkDensity(long samples, long bytes, int mostSamplesPerByte)
      throws BrokenPictureException {
    if (samples > (bytes + 1) * mostSamplesPerByte) {
      throw new BrokenPictureException(
          "is cut off or damaged: its %d bytes cannot hold so large a picture".formatted(bytes));
    }
  }

  private static boolean startsWith(byte[] content, String signature) {
    if (content.length < signature.length()) {
      return false;
    }
    for (int i = 0; i < signature.length(); i++) {
      if ((content[i] & 0xff) != signature.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
