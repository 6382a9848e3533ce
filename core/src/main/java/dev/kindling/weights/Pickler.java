package dev.kindling.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a Python pickle of protocol 2, instruction by instruction. */
final class Pickler {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Pickler() {
    out.write(0x80);
    out.write(2);
  }

  /** Instructions of one letter. */
  Pickler code(String letters) {
    out.writeBytes(letters.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  Pickler global(String module, String name) {
    return code("c" + module + "\n" + name + "\n");
  }

  Pickler text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write('X');
    out.writeBytes(littleEndian(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
    return this;
  }

  Pickler integer(long value) {
    if (value == (int) value) {
      out.write('J');
      out.writeBytes(littleEndian(4).putInt((int) value).array());
    } else {
      out.write(0x8a);
      out.write(Long.BYTES);
      out.writeBytes(littleEndian(Long.BYTES).putLong(value).array());
    }
    return this;
  }

  byte[] toBytes() {
    out.write('.');
    return out.toByteArray();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
