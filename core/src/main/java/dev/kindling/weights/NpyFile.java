package dev.kindling.weights;

import static dev.kindling.weights.WeightFileException.quoted;

import dev.kindling.files.AtomicFile;
import dev.kindling.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's file of one array, {@code .npy}: versions 1 to 3 of the format, booleans, whole numbers
 * and floats in either byte order, by rows or by columns. Arrays of 64 MiB and more are mapped into
 * memory when they are read, piece by piece. Arrays of Python objects, texts, records and complex
 * numbers are refused.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The
 *     format</a>
 */
public final class NpyFile {

  private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);

  /** NumPy's own limit. */
  private static final int LONGEST_HEADER = 10_000;

  /** NumPy leaves room for the first size to grow to this many digits. */
  private static final int GROWTH_DIGITS = 21;

  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*(['\"])(\\w+)\\1\\s*:\\s*('[^']*'|\"[^\"]*\"|True|False|\\([\\d\\s,L]*\\)|\\[.*])\\s*(,|(?=}))");

  private static final Map<String, DType> TYPES = new HashMap<>();

  static {
    for (DType type : DType.values()) {
      if (type != DType.BFLOAT16) {
        TYPES.put(type.kind() + Integer.toString(type.bytes()), type);
      }
    }
  }

  private NpyFile() {}

  /**
   * Reads the file's header.
   *
   * @throws WeightFileException if the file is no .npy file, a broken one, or has what is refused
   * @throws IOException if it is missing or cannot be read
   */
  public static WeightArray read(Path file) throws IOException {
    return WeightFileException.naming(
        file,
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            Header header = Header.read(in);
            return header.array(
                new Bytes.OfFile(file, header.length, Files.size(file) - header.length));
          }
        });
  }

  /**
   * Writes an array as NumPy does, byte for byte; BFLOAT16, which NumPy does not have, as 32-bit
   * floats.
   *
   * @throws IOException if that fails; the file is then as it was before
   */
  public static void write(Path file, WeightArray array) throws IOException {
    AtomicFile.write(file, out -> write(out, array));
  }

  static void write(OutputStream out, WeightArray array) throws IOException {
    if (array.dtype() == DType.BFLOAT16) {
      write(out, WeightArray.of(array.tensor()));
      return;
    }
    out.write(header(array.dtype(), array.shape()));
    array.writeTo(out);
  }

  private static byte[] header(DType dtype, Shape shape) {
    String descr = (dtype.bytes() == 1 ? "|" : "<") + dtype.kind();
    String first = shape.rank() == 0 ? "" : Integer.toString(shape.size(0));
    String dict =
        "{'descr': '%s%d', 'fortran_order': False, 'shape': %s, }"
            .formatted(descr, dtype.bytes(), shape);
    String room = " ".repeat(shape.rank() == 0 ? 0 : GROWTH_DIGITS - first.length());
    int before = MAGIC.length + 4;
    int length = dict.length() + room.length() + 1;
    int padding = 64 - (before + length) % 64;
    byte[] header = new byte[before + length + padding];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[6] = 1;
    header[8] = (byte) (length + padding);
    header[9] = (byte) ((length + padding) >> 8);
    byte[] text = (dict + room + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, before, text.length);
    return header;
  }

  /**
   * What stands before the numbers.
   *
   * @param length the header's bytes, all that stands before the numbers
   */
  record Header(DType dtype, ByteOrder order, boolean columnMajor, Shape shape, int length) {

    static Header read(InputStream in) throws IOException {
      byte[] start = in.readNBytes(MAGIC.length + 2);
      if (start.length < MAGIC.length + 2
          || !new String(start, 0, 6, StandardCharsets.ISO_8859_1)
              .equals(new String(MAGIC, StandardCharsets.ISO_8859_1))) {
        throw new WeightFileException("is not an .npy file: it does not begin with \\x93NUMPY");
      }
      int version = start[6];
      if (version < 1 || version > 3 || start[7] != 0) {
        throw new WeightFileException(
            "is in version %d.%d of NumPy's format; 1.0, 2.0 and 3.0 are known"
                .formatted(start[6] & 0xff, start[7] & 0xff));
      }
      byte[] size = in.readNBytes(version == 1 ? 2 : 4);
      long length = 0;
      for (int i = size.length - 1; i >= 0; i--) {
        length = length << 8 | (size[i] & 0xff);
      }
      if (length > LONGEST_HEADER) {
        throw new WeightFileException(
            "has a header of %d bytes; NumPy takes at most %d".formatted(length, LONGEST_HEADER));
      }
      byte[] text = in.readNBytes((int) length);
      if (text.length < length || length == 0) {
        throw new WeightFileException("ends within its header");
      }
      return parse(
          new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
          start.length + size.length + text.length);
    }

    private static Header parse(String text, int length) throws WeightFileException {
      Map<String, String> entries = entries(text);
      String descr = entries.getOrDefault("descr", "");
      String shape = entries.getOrDefault("shape", "");
      String fortran = entries.getOrDefault("fortran_order", "");
      boolean known = fortran.equals("True") || fortran.equals("False");
      if (entries.size() != 3 || descr.isEmpty() || !shape.startsWith("(") || !known) {
        throw new WeightFileException(
            "must have descr, fortran_order and shape in its header. Received: " + quoted(text));
      }
      boolean bigEndian = descr.startsWith("'>") || descr.startsWith("\">");
      return new Header(
          type(descr),
          bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
          fortran.equals("True"),
          shape(shape),
          length);
    }

    private static Map<String, String> entries(String text) throws WeightFileException {
      String dict = text.strip();
      if (!dict.startsWith("{") || !dict.endsWith("}")) {
        throw new WeightFileException(
            "must have a Python dict as its header. Received: " + quoted(text));
      }
      Map<String, String> entries = new HashMap<>();
      Matcher entry = ENTRY.matcher(dict);
      int at = 1;
      while (entry.region(at, dict.length()).lookingAt()) {
        entries.put(entry.group(2), entry.group(3));
        at = entry.end();
      }
      if (!dict.substring(at).strip().equals("}")) {
        throw new WeightFileException(
            "has a header that is no dict of simple values: " + quoted(dict.substring(at)));
      }
      return entries;
    }

    private static DType type(String descr) throws WeightFileException {
      if (descr.startsWith("[")) {
        throw new WeightFileException("holds records, not numbers: " + quoted(descr));
      }
      String inside = descr.substring(1, descr.length() - 1);
      String kind = inside.replaceFirst("^[<>|=]", "");
      if (kind.startsWith("O")) {
        throw new WeightFileException(
            "holds Python objects (%s), which only Python could unpickle; save it as numbers"
                .formatted(descr));
      }
      DType type = TYPES.get(kind);
      if (type == null) {
        throw new WeightFileException(
            "holds values of type %s; booleans, whole numbers and floats of 16 to 64 bits are read"
                .formatted(quoted(inside)));
      }
      return type;
    }

    private static Shape shape(String tuple) throws WeightFileException {
      String inside = tuple.substring(1, tuple.length() - 1).strip();
      if (inside.isEmpty()) {
        return Shape.of();
      }
      String[] parts = inside.split(",", -1);
      boolean trailing = parts[parts.length - 1].isEmpty(); // the comma of (3,)
      long[] sizes = new long[trailing ? parts.length - 1 : parts.length];
      for (int i = 0; i < sizes.length; i++) {
        String part = parts[i].strip().replaceFirst("L$", ""); // Python 2's long numbers
        if (!part.matches("\\d{1,18}")) {
          throw new WeightFileException("has an absurd shape: " + quoted(tuple));
        }
        sizes[i] = Long.parseLong(part);
      }
      return WeightArray.shape("an array", sizes);
    }

    /** The array that this heads. */
    WeightArray array(Bytes bytes) throws WeightFileException {
      long expected = shape.elements() * dtype.bytes();
      if (bytes.length() < expected) {
        throw new WeightFileException(
            "promises %s%s, %d bytes, and holds %d"
                .formatted(dtype, shape, expected, bytes.length()));
      }
      return columnMajor
          ? WeightArray.columnMajor(dtype, shape, bytes, order)
          : WeightArray.rowMajor(dtype, shape, bytes, order);
    }
  }
}
