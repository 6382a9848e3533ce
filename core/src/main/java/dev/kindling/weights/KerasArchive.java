package dev.kindling.weights;

import static dev.kindling.weights.WeightFileException.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.files.AtomicFile;
import dev.kindling.version.Version;
import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Keras's file of a whole model: {@code .keras}, a zip archive of {@code config.json}, {@code
 * metadata.json} and {@code model.weights.h5}; or, before that, one {@code .h5} file that has the
 * config as an attribute.
 */
public final class KerasArchive {

  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";

  /** The attribute of an .h5 file that makes a whole model of it. */
  private static final String MODEL_CONFIG = "model_config";

  /** The Keras whose JSON forms are written. */
  private static final String KERAS_VERSION = "3.15.1";

  private static final int MOST_CONFIG_BYTES = 32 << 20;

  private KerasArchive() {}

  /** Makes something of the two halves of a model. */
  public interface Use<T> {
    /**
     * Uses them.
     *
     * @param config the model's config in Keras's JSON form
     * @param weights a file that {@link KerasFile} reads, there until this returns
     * @param numbers how many numbers that file has
     */
    T of(JsonNode config, Path weights, long numbers) throws IOException;
  }

  private static boolean isZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 'P' && in.read() == 'K';
    }
  }

  /**
   * Reads a whole model.
   *
   * @throws WeightFileException if the file is none, or broken, or has something in its config that
   *     is not known here; the message says what
   * @throws IOException if it is missing or cannot be read
   */
  public static <T> T read(Path file, Use<T> use) throws IOException {
    return WeightFileException.naming(
        file,
        () -> {
          try {
            return isZip(file) ? readZip(file, use) : readH5(file, use);
          } catch (IllegalArgumentException e) {
            throw new WeightFileException("has a model that is not known here: " + e.getMessage());
          }
        });
  }

  private static <T> T readZip(Path file, Use<T> use) throws IOException {
    Path weights = Files.createTempFile("kindling-", ".weights.h5");
    try (ZipFile zip = ZipArchive.open(file)) {
      ZipArchive.entries(zip);
      Bytes config = ZipArchive.bytes(file, entry(zip, CONFIG), 0, true);
      if (config.length() > MOST_CONFIG_BYTES) {
        throw new WeightFileException(
            "has a %s of %d bytes; at most %d are read"
                .formatted(CONFIG, config.length(), MOST_CONFIG_BYTES));
      }
      JsonNode json = json(new String(config.read(0, (int) config.length()).array(), UTF_8));
      ZipArchive.extract(zip, entry(zip, WEIGHTS), weights);
      return use.of(json, weights, KerasFile.numbers(weights));
    } finally {
      Files.deleteIfExists(weights);
    }
  }

  private static ZipEntry entry(ZipFile zip, String name) throws WeightFileException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new WeightFileException(
          "is a zip archive, but no .keras file: it has no member " + quoted(name));
    }
    return entry;
  }

  private static <T> T readH5(Path file, Use<T> use) throws IOException {
    String config = Hdf5Group.read(file).text(MODEL_CONFIG);
    if (config == null) {
      throw new WeightFileException(
          "has weights of Keras's but no model, for want of the attribute model_config: make the"
              + " model and load them into it by loadWeights");
    }
    return use.of(json(config), file, KerasFile.numbers(file));
  }

  private static JsonNode json(String text) throws IOException {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new WeightFileException("has a broken config: " + e.getOriginalMessage());
    }
  }

  /**
   * Writes a {@code .keras} file, which {@code keras.saving.load_model} reads. Equal models make
   * equal files on one platform: it holds no time.
   *
   * @throws IOException if that fails; the file is then as it was before
   */
  public static void write(Path file, ObjectNode config, List<KerasLayer> layers)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode metadata = mapper.createObjectNode();
    metadata.put("keras_version", KERAS_VERSION).put("date_saved", "1980-01-01@00:00:00");
    metadata.put("written_by", "Kindling " + Version.current());
    AtomicFile.replace(
        file,
        part -> {
          Path weights = part.resolveSibling(part.getFileName() + ".h5");
          try {
            KerasFile.write(weights, layers);
            // No channels, which fail in a thread that was asked to stop.
            try (FileOutputStream out = new FileOutputStream(part.toFile());
                ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out))) {
              store(zip, METADATA, mapper.writeValueAsBytes(metadata));
              store(zip, CONFIG, mapper.writeValueAsBytes(config));
              ZipArchive.store(zip, WEIGHTS, member -> copy(weights, member));
            }
          } finally {
            Files.deleteIfExists(weights);
          }
        });
  }

  private static void copy(Path file, OutputStream out) throws IOException {
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      in.transferTo(out);
    }
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipArchive.store(zip, name, out -> out.write(bytes));
  }
}
