package dev.kindling.weights;

import static dev.kindling.weights.WeightFileException.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.files.AtomicFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * PyTorch's file of a state dict, {@code .pth} or {@code .pt}: the zip archives of today and the
 * pickles of before 1.6, read; the former also written. Of a checkpoint the weights alone are read.
 * A pickle can ask Python to run anything; this reader makes tensors, lists and dicts, runs
 * nothing, and refuses by its name whatever else a file asks for.
 */
public final class TorchFile {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;
  private static final String PICKLE = "/data.pkl";

  private TorchFile() {}

  /**
   * Reads the names, kinds and shapes of all tensors.
   *
   * @throws WeightFileException if the file is no state dict of PyTorch's, a broken one, or asks
   *     for what is refused
   * @throws IOException if it is missing or cannot be read
   */
  public static Weights read(Path file) throws IOException {
    return WeightFileException.naming(
        file,
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            if (in.read() != 'P') {
              return readPickles(file);
            }
            try (ZipFile zip = ZipArchive.open(file)) {
              return read(file, zip);
            }
          }
        });
  }

  /**
   * Writes a state dict, which {@code torch.load} reads with nothing but weights allowed.
   *
   * @throws IOException if that fails; the file is then as it was before
   * @throws IllegalArgumentException if an array is of unsigned numbers of 16 bits or more, for
   *     which PyTorch has no storage
   */
  public static void write(Path file, Weights weights) throws IOException {
    byte[] pickle = TorchPickle.pickle(weights);
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          ZipArchive.store(zip, "archive" + PICKLE, to -> to.write(pickle));
          ZipArchive.store(zip, "archive/byteorder", to -> to.write("little".getBytes(UTF_8)));
          int key = 0;
          for (WeightArray array : weights.arrays().values()) {
            ZipArchive.store(zip, "archive/data/" + key++, array::writeTo);
          }
          ZipArchive.store(zip, "archive/version", to -> to.write("3\n".getBytes(UTF_8)));
          zip.finish();
        });
  }

  static boolean isIn(ZipFile zip) throws WeightFileException {
    return ZipArchive.entries(zip).stream().anyMatch(entry -> entry.getName().endsWith(PICKLE));
  }

  /** Reads {@code NAME/data.pkl} and, of {@code NAME/data/KEY}, the sizes. */
  static Weights read(Path file, ZipFile zip) throws IOException {
    List<? extends ZipEntry> pickles =
        ZipArchive.entries(zip).stream().filter(e -> e.getName().endsWith(PICKLE)).toList();
    if (pickles.size() != 1) {
      throw new WeightFileException(
          "is no state dict of PyTorch's: it must have one member data.pkl. Received: "
              + pickles.size());
    }
    ZipEntry pickle = pickles.get(0);
    String root = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
    if (zip.getEntry(root + "/constants.pkl") != null) {
      throw new WeightFileException(
          "is a TorchScript program, not a state dict; save model.state_dict() with torch.save");
    }
    requireLittleEndian(zip, zip.getEntry(root + "/byteorder"));
    TorchPickle torch = new TorchPickle();
    Object dict;
    try (InputStream in = new BufferedInputStream(zip.getInputStream(pickle))) {
      dict = Unpickler.read(new PickleInput(in), torch);
    }
    return TorchPickle.weights(
        dict, (key, length) -> storage(file, zip, root + "/data/" + key, length));
  }

  private static void requireLittleEndian(ZipFile zip, ZipEntry byteOrder) throws IOException {
    if (byteOrder != null) {
      try (InputStream in = zip.getInputStream(byteOrder)) {
        String order = new String(in.readNBytes(16), StandardCharsets.US_ASCII);
        if (!order.equals("little")) {
          throw new WeightFileException(
              "has numbers in the byte order %s; little is read".formatted(quoted(order)));
        }
      }
    }
  }

  private static Bytes storage(Path file, ZipFile zip, String name, long length)
      throws WeightFileException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new WeightFileException("lacks the member " + quoted(name));
    }
    // PyTorch can be told to write no checksums, and never reads them.
    Bytes bytes = ZipArchive.bytes(file, entry, 0, false);
    if (bytes.length() < length) {
      throw new WeightFileException(
          "promises %d bytes in the member %s, which has %d"
              .formatted(length, quoted(name), bytes.length()));
    }
    return bytes;
  }

  /** Five pickles one after another, then the storages, each behind its number of elements. */
  private static Weights readPickles(Path file) throws IOException {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
      PickleInput in = new PickleInput(stream);
      TorchPickle torch = new TorchPickle();
      Object magic = Unpickler.read(in, torch);
      if (!magic.equals(MAGIC)) {
        throw new WeightFileException(
            "is a pickle, but not one of PyTorch's: it does not begin with PyTorch's number");
      }
      if (!Unpickler.read(in, torch).equals(PROTOCOL)) {
        throw new WeightFileException("is in an unknown version of PyTorch's format, not 1001");
      }
      requireLittleEndian(Unpickler.read(in, torch));
      Object dict = Unpickler.read(in, torch);
      Object keys = Unpickler.read(in, torch);
      Map<String, Bytes> storages = storages(file, in, keys, torch.lengths());
      return TorchPickle.weights(
          dict,
          (key, length) -> {
            Bytes found = storages.get(key);
            if (found == null) {
              throw new WeightFileException("lacks the storage " + quoted(key));
            }
            return found;
          });
    }
  }

  private static void requireLittleEndian(Object system) throws WeightFileException {
    if (!(system instanceof Map<?, ?> facts) || !Boolean.TRUE.equals(facts.get("little_endian"))) {
      throw new WeightFileException("has numbers of a machine that is not little-endian");
    }
  }

  private static Map<String, Bytes> storages(
      Path file, PickleInput in, Object keys, Map<String, Long> lengths) throws IOException {
    if (!(keys instanceof List<?> list)) {
      throw new WeightFileException("does not list its storages");
    }
    long size = Files.size(file);
    Map<String, Bytes> storages = new LinkedHashMap<>();
    for (Object key : list) {
      Long length = key instanceof String ? lengths.get(key) : null;
      if (length == null) {
        throw new WeightFileException("lists a storage that no tensor names");
      }
      if (size - in.position() - Long.BYTES < length) {
        throw new WeightFileException(
            "promises %d bytes for the storage %s and ends before them"
                .formatted(length, quoted((String) key)));
      }
      in.signedLong(); // the number of elements once more
      storages.put((String) key, new Bytes.OfFile(file, in.position(), length));
      in.skip(length);
    }
    return storages;
  }
}
