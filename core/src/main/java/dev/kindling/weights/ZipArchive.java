package dev.kindling.weights;

import static dev.kindling.weights.WeightFileException.quoted;

import dev.kindling.files.AtomicFile;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Zip archives as files of weights are: a few members, most of them stored as they are. */
final class ZipArchive {

  /** More than any network has arrays. Each read looks through all of them. */
  private static final int MOST_ENTRIES = 20_000;

  /** Deflate's best: a byte of it never gives more. */
  private static final long BEST_COMPRESSION = 1032;

  private ZipArchive() {}

  static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new WeightFileException("is a damaged zip archive: " + reason(e));
    }
  }

  static List<? extends ZipEntry> entries(ZipFile zip) throws WeightFileException {
    if (zip.size() > MOST_ENTRIES) {
      throw new WeightFileException(
          "has %d members; a file of weights has at most %d".formatted(zip.size(), MOST_ENTRIES));
    }
    try {
      return zip.stream().toList();
    } catch (IllegalArgumentException e) { // a name that is no UTF-8
      throw new WeightFileException("is a damaged zip archive: " + e.getMessage());
    }
  }

  /**
   * The bytes of a member from some place on, of which there must be as many as it says.
   *
   * @param checked whether its checksum must be right when it is read as a whole
   */
  static Bytes bytes(Path file, ZipEntry entry, long start, boolean checked)
      throws WeightFileException {
    requireCredible(entry, start);
    return new Bytes.OfZipEntry(file, entry.getName(), start, entry.getSize() - start, checked);
  }

  private static void requireCredible(ZipEntry entry, long start) throws WeightFileException {
    boolean compressed = entry.getMethod() == ZipEntry.DEFLATED;
    long most = entry.getCompressedSize() * (compressed ? BEST_COMPRESSION : 1);
    if (entry.getSize() > most || entry.getSize() < start) {
      throw new WeightFileException(
          "has the member %s with an absurd size: %d bytes, made of %d"
              .formatted(quoted(entry.getName()), entry.getSize(), entry.getCompressedSize()));
    }
  }

  /** Copies a member to a file, and checks its size and checksum. */
  static void extract(ZipFile zip, ZipEntry entry, Path to) throws IOException {
    requireCredible(entry, 0);
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc);
        OutputStream out = new FileOutputStream(to.toFile())) {
      in.transferTo(out);
    } catch (ZipException | EOFException e) {
      throw damaged(entry, e);
    }
    if (Files.size(to) != entry.getSize() || crc.getValue() != entry.getCrc()) {
      throw new WeightFileException(
          "has a wrong size or checksum for the member " + quoted(entry.getName()));
    }
  }

  static WeightFileException damaged(ZipEntry entry, IOException cause) {
    return new WeightFileException(
        "has the damaged member %s: %s".formatted(quoted(entry.getName()), reason(cause)));
  }

  static String reason(IOException e) {
    return e.getMessage() == null ? "it ends too early" : e.getMessage();
  }

  /** Adds a member, not compressed and of no time of its own: equal contents, equal bytes. */
  static void store(ZipOutputStream zip, String name, AtomicFile.Content content)
      throws IOException {
    Counted sum = new Counted();
    CheckedOutputStream checked = new CheckedOutputStream(sum, new CRC32());
    content.writeTo(checked);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    entry.setSize(sum.bytes);
    entry.setCompressedSize(sum.bytes);
    entry.setCrc(checked.getChecksum().getValue());
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
  }

  /** Counts bytes and forgets them. */
  private static final class Counted extends OutputStream {
    private long bytes;

    @Override
    public void write(int value) {
      bytes++;
    }

    @Override
    public void write(byte[] array, int offset, int length) {
      bytes += length;
    }
  }
}
