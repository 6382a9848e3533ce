package dev.kindling.weights;

import static dev.kindling.weights.WeightFileException.quoted;

import dev.kindling.files.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's file of named arrays, {@code .npz}: a zip archive of .npy files, as {@code savez} and
 * {@code savez_compressed} write it. Members that are no .npy files are passed over.
 */
public final class NpzFile {

  private static final String SUFFIX = ".npy";

  private NpzFile() {}

  /**
   * Reads the headers of all arrays.
   *
   * @throws WeightFileException if the file is no .npz file, a broken one, or an array of it is of
   *     a kind that {@link NpyFile} refuses
   * @throws IOException if it is missing or cannot be read
   */
  public static Weights read(Path file) throws IOException {
    return WeightFileException.naming(
        file,
        () -> {
          try (ZipFile zip = ZipArchive.open(file)) {
            return read(file, zip);
          }
        });
  }

  static Weights read(Path file, ZipFile zip) throws IOException {
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    for (ZipEntry entry : ZipArchive.entries(zip)) {
      if (entry.getName().endsWith(SUFFIX)) {
        String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
        if (arrays.put(name, array(file, zip, entry)) != null) {
          throw new WeightFileException("has two arrays named " + quoted(name));
        }
      }
    }
    return new Weights(arrays);
  }

  private static WeightArray array(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      NpyFile.Header header = NpyFile.Header.read(in);
      return header.array(ZipArchive.bytes(file, entry, header.length(), true));
    } catch (WeightFileException e) {
      throw new WeightFileException(
          "has the member %s, which %s".formatted(quoted(entry.getName()), e.getMessage()));
    } catch (IOException e) {
      throw ZipArchive.damaged(entry, e);
    }
  }

  /**
   * Writes arrays as {@code savez} does: uncompressed, in their order.
   *
   * @throws IOException if that fails; the file is then as it was before
   */
  public static void write(Path file, Weights weights) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, WeightArray> array : weights.arrays().entrySet()) {
            ZipArchive.store(
                zip, array.getKey() + SUFFIX, to -> NpyFile.write(to, array.getValue()));
          }
          zip.finish();
        });
  }
}
