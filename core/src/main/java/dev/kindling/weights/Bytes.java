package dev.kindling.weights;

import dev.kindling.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Where the bytes of an array lie; read when they are asked for, not before. */
sealed interface Bytes {

  /** How many there are. */
  long length();

  /**
   * A part of them, from position 0 of the buffer to its limit.
   *
   * @throws IOException if the file is no longer as it was
   */
  ByteBuffer read(long offset, int length) throws IOException;

  /** How many are best read at once. */
  default int piece() {
    return 64 << 20;
  }

  /** A part of a file; a large one is mapped into memory, piece by piece. */
  record OfFile(Path file, long start, long length) implements Bytes {

    /** Smaller ones are copied: a mapped file cannot be replaced on Windows until Java lets go. */
    static final long MAPPED = 64 << 20;

    @Override
    public ByteBuffer read(long offset, int size) throws IOException {
      try (FileChannel channel = FileChannel.open(file)) {
        long from = start + offset;
        if (channel.size() < from + size) {
          throw cutOff(file);
        }
        if (length >= MAPPED) {
          return channel.map(MapMode.READ_ONLY, from, size);
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, from + buffer.position()) < 0) {
            throw cutOff(file);
          }
        }
        return buffer.flip();
      }
    }
  }

  /**
   * An entry of a zip archive, from some place on.
   *
   * @param checked whether its checksum must be right when it is read as a whole
   */
  record OfZipEntry(Path file, String entry, long start, long length, boolean checked)
      implements Bytes {

    @Override
    public ByteBuffer read(long offset, int size) throws IOException {
      try (ZipFile zip = new ZipFile(file.toFile())) {
        ZipEntry found = zip.getEntry(entry);
        if (found == null) {
          throw new WeightFileException("no longer has the member " + entry).in(file);
        }
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(found), crc)) {
          in.skipNBytes(start + offset);
          byte[] bytes = in.readNBytes(size);
          if (bytes.length < size) {
            throw cutOff(file);
          }
          if (checked && offset == 0 && size == length && crc.getValue() != found.getCrc()) {
            throw new WeightFileException("has a wrong checksum for the member " + entry).in(file);
          }
          return ByteBuffer.wrap(bytes);
        }
      } catch (ZipException | EOFException e) {
        throw new WeightFileException(
                "has the damaged member %s: %s".formatted(entry, ZipArchive.reason(e)))
            .in(file);
      }
    }

    /** It may be compressed, and must then be read from its beginning each time: all at once. */
    @Override
    public int piece() {
      return Integer.MAX_VALUE - 16;
    }
  }

  /** Bytes in memory. */
  record OfBuffer(ByteBuffer buffer) implements Bytes {
    @Override
    public long length() {
      return buffer.capacity();
    }

    @Override
    public ByteBuffer read(long offset, int size) {
      return buffer.slice(Math.toIntExact(offset), size);
    }
  }

  /** The numbers of a tensor, in little-endian bytes. */
  record OfTensor(Tensor tensor) implements Bytes {
    @Override
    public long length() {
      return (long) tensor.data().length * Float.BYTES;
    }

    @Override
    public ByteBuffer read(long offset, int size) {
      ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      int first = Math.toIntExact(offset / Float.BYTES);
      buffer.asFloatBuffer().put(tensor.data(), first, size / Float.BYTES);
      return buffer;
    }
  }

  private static WeightFileException cutOff(Path file) {
    return new WeightFileException("ends before its numbers do").in(file);
  }
}
