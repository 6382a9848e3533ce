package dev.kindling.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Writes a file beside its place and puts it there once it is whole and on the disk. */
public final class AtomicFile {

  private AtomicFile() {}

  /** What is to be written. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes the content to the file.
   *
   * @throws IOException naming the file and the reason; the file is then as it was before
   */
  public static void write(Path file, Content content) throws IOException {
    replace(file, part -> fill(part, content));
  }

  /** Fills an empty file. */
  public interface Filler {
    void fill(Path part) throws IOException;
  }

  /**
   * Has a new file filled by whoever needs more than a stream, and puts it in the file's place.
   *
   * @throws IOException naming the file and the reason; the file is then as it was before
   */
  public static void replace(Path file, Filler filler) throws IOException {
    Path part = null;
    try {
      Path target =
          Files.isSymbolicLink(file) && Files.exists(file)
              ? file.toRealPath()
              : file.toAbsolutePath();
      if (Files.isDirectory(target)) {
        throw new IOException("there is a folder of that name");
      }
      String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
      part = target.resolveSibling(target.getFileName() + "." + random + ".part");
      Files.createFile(part);
      filler.fill(part);
      sync(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      IOException failure = new IOException("Cannot write " + file + ": " + reason(e), e);
      delete(part, failure);
      throw failure;
    }
  }

  /**
   * Not by a temporary file of the JDK's, which is for its owner's eyes only, nor by a channel,
   * which fails in a thread that was asked to stop: then above all is the time to save.
   */
  private static void fill(Path part, Content content) throws IOException {
    try (FileOutputStream file = new FileOutputStream(part.toFile())) {
      OutputStream out = new BufferedOutputStream(file, 1 << 16);
      content.writeTo(out);
      out.flush();
    }
  }

  private static void sync(Path part) throws IOException {
    try (FileOutputStream file = new FileOutputStream(part.toFile(), true)) {
      file.getFD().sync();
    }
  }

  private static void delete(@Nullable Path part, IOException failure) {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "its folder does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
