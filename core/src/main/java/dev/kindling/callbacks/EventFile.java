package dev.kindling.callbacks;

import dev.kindling.callbacks.schema.Event;
import dev.kindling.callbacks.schema.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of events as TensorBoard reads them: records of TensorFlow's TFRecord format, each with
 * its length before it and checksums of both. It is made with the first event.
 */
final class EventFile {

  private static final String VERSION = "brain.Event:2";

  /** What TFRecord adds to a checksum, so that one of data with checksums in it is no weak one. */
  private static final int MASK = 0xa282ead8;

  private final Path file;

  /** A new file of this process in a folder, which may hold those of others. */
  EventFile(Path folder) {
    long seconds = System.currentTimeMillis() / 1000;
    long pid = ProcessHandle.current().pid();
    String name = "events.out.tfevents.%d.kindling.%d.%s.v2";
    this.file = folder.resolve(name.formatted(seconds, pid, Long.toHexString(System.nanoTime())));
  }

  /** Says what happened in a step. */
  void write(long step, Summary summary) {
    append(event().setStep(step).setSummary(summary).build());
  }

  private static Event.Builder event() {
    return Event.newBuilder().setWallTime(System.currentTimeMillis() / 1e3);
  }

  /** Opened anew each time: what is written stays, whatever becomes of this process. */
  private void append(Event event) {
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, record(event().setFileVersion(VERSION).build()));
      }
      Files.write(file, record(event), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] record(Event event) {
    byte[] content = event.toByteArray();
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + content.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(content.length);
    record.putInt(masked(record.array(), Long.BYTES));
    record.put(content);
    return record.putInt(masked(content, content.length)).array();
  }

  private static int masked(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }
}
