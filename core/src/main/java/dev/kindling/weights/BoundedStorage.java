package dev.kindling.weights;

import io.jhdf.HdfFile;
import io.jhdf.Superblock;
import io.jhdf.exceptions.HdfException;
import io.jhdf.storage.HdfBackingStorage;
import io.jhdf.storage.HdfInMemoryByteBuffer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The bytes of an HDF5 file as jHDF asks for them, so often and no more: trees whose nodes share
 * their children, which a few kilobytes can hold, would keep it busy for ever.
 */
final class BoundedStorage implements HdfBackingStorage {

  private static final int SIGNATURE_BYTES = 8;
  private static final long SIGNATURE = 0x894844460d0a1a0aL; // big-endian: \x89HDF\r\n\x1a\n

  private final HdfInMemoryByteBuffer bytes;
  private long readsLeft;
  private long bytesLeft;

  private BoundedStorage(ByteBuffer buffer, Superblock superblock) {
    this.bytes = new HdfInMemoryByteBuffer(buffer, superblock);
    // Keras's own files take a read for some 100 bytes; each part of a file is read a few times.
    this.readsLeft = 100_000 + buffer.capacity() / 8L;
    this.bytesLeft = (64 << 20) + 16L * buffer.capacity();
  }

  /** Opens a file, the one way to hand jHDF a storage being not public. */
  static HdfFile open(ByteBuffer file) {
    ByteBuffer buffer = file.order(ByteOrder.LITTLE_ENDIAN);
    int start = start(buffer);
    buffer.position(start);
    Superblock superblock = Superblock.readSuperblock(buffer);
    if (superblock.getBaseAddressByte() != start) {
      throw new HdfException("it does not begin where it says");
    }
    BoundedStorage storage = new BoundedStorage(buffer, superblock);
    try {
      Constructor<HdfFile> constructor =
          HdfFile.class.getDeclaredConstructor(HdfBackingStorage.class);
      constructor.setAccessible(true);
      return constructor.newInstance(storage);
    } catch (InvocationTargetException e) {
      throw new HdfException("its first group cannot be read", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This is not the jHDF that Kindling was built with", e);
    }
  }

  /** Where the signature lies: at 0, 512, 1024, 2048 and so on, behind a block of the user's. */
  private static int start(ByteBuffer buffer) {
    for (long at = 0; at + SIGNATURE_BYTES <= buffer.capacity(); at = at == 0 ? 512 : 2 * at) {
      if (Long.reverseBytes(buffer.getLong((int) at)) == SIGNATURE) {
        return (int) at;
      }
    }
    throw new HdfException("it has no signature");
  }

  private void count(long length) {
    bytesLeft -= Math.max(0, length);
    if (--readsLeft < 0 || bytesLeft < 0) {
      throw new HdfException("its parts refer to each other without end");
    }
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    count(length);
    return bytes.readBufferFromAddress(address, length);
  }

  @Override
  public ByteBuffer map(long address, long length) {
    count(length);
    return bytes.map(address, length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    count(length);
    return bytes.mapNoOffset(address, length);
  }

  @Override
  public long getUserBlockSize() {
    return bytes.getUserBlockSize();
  }

  @Override
  public Superblock getSuperblock() {
    return bytes.getSuperblock();
  }

  @Override
  public FileChannel getFileChannel() {
    return bytes.getFileChannel();
  }

  @Override
  public int getSizeOfOffsets() {
    return bytes.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return bytes.getSizeOfLengths();
  }

  @Override
  public void close() {
    bytes.close();
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public boolean inMemory() {
    return bytes.inMemory();
  }
}
