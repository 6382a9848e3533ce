package dev.kindling.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipFile;

/** Reads a file of weights of any known format, told by its content, not by its name. */
public final class WeightFile {

  /** The name that NumPy gives to an array without one. */
  private static final String UNNAMED = "arr_0";

  private WeightFile() {}

  /**
   * Reads what a file holds: names, kinds and shapes at once, numbers when they are asked for.
   *
   * @throws WeightFileException if the file is of no known format, or broken; the message says
   *     where
   * @throws IOException if it is missing or cannot be read
   */
  public static Weights read(Path file) throws IOException {
    byte[] start = start(file);
    String text = new String(start, StandardCharsets.ISO_8859_1);
    // First, since a length may have any low bytes; no other format has a brace there.
    if (start.length > 8 && start[8] == '{') {
      return SafetensorsFile.read(file);
    }
    if (text.startsWith("\u0093NUMPY")) {
      return new Weights(Map.of(UNNAMED, NpyFile.read(file)));
    }
    if (text.startsWith("\u0089HDF\r\n\u001a\n")) {
      return KerasFile.read(file);
    }
    if (text.startsWith("PK")) {
      return zip(file);
    }
    if (text.startsWith("\u0080")) {
      return TorchFile.read(file);
    }
    throw new WeightFileException(
            start.length == 0
                ? "is empty"
                : "is no file of weights: .npy, .npz, .safetensors, .pth and Keras's .h5 are read. It begins with the bytes "
                    + HexFormat.ofDelimiter(" ").formatHex(start))
        .in(file);
  }

  private static byte[] start(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new WeightFileException(
              Files.isDirectory(file) ? "is a folder, not a file of weights" : "is no regular file")
          .in(file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(12);
    }
  }

  private static Weights zip(Path file) throws IOException {
    return WeightFileException.naming(
        file,
        () -> {
          try (ZipFile zip = ZipArchive.open(file)) {
            if (ZipArchive.entries(zip).stream()
                .anyMatch(entry -> entry.getName().endsWith(".npy"))) {
              return NpzFile.read(file, zip);
            }
            if (TorchFile.isIn(zip)) {
              return TorchFile.read(file, zip);
            }
            throw new WeightFileException("is a zip archive without arrays");
          }
        });
  }
}
