package dev.kindling.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HDF5 files made on purpose to keep a reader busy; they are small, and valid piece by piece. */
class HostileHdf5Test {

  private static final int LEVELS = 40;
  private static final int CHILDREN = 16;
  private static final int HEADER = 96;
  private static final int HEAP = 128;
  private static final int TREE = 512;
  private static final int NODE_BYTES = 512;

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void treeWhoseNodesShareTheirChildren_isRefusedByName() throws IOException {
    Path file = Files.write(folder.resolve("tree.h5"), tree());
    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessage(file + " is a damaged HDF5 file: its parts refer to each other without end");
  }

  /** A root group that is a tree of 40 levels, the 16 children of each node being the same one. */
  private static byte[] tree() {
    ByteBuffer file =
        ByteBuffer.allocate(TREE + (LEVELS + 1) * NODE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.put("\u0089HDF\r\n\u001a\n".getBytes(ISO_8859_1));
    file.put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0})
        .putShort((short) 4)
        .putShort((short) 16)
        .putInt(0);
    file.putLong(0).putLong(-1).putLong(file.capacity()).putLong(-1); // base, free, end, driver
    file.putLong(0).putLong(HEADER).putLong(0).putLong(0).putLong(0); // the root group
    file.position(HEADER).put((byte) 1).put((byte) 0).putShort((short) 1).putInt(1).putInt(24);
    file.putInt(0)
        .putShort((short) 0x11)
        .putShort((short) 16)
        .putInt(0)
        .putLong(TREE)
        .putLong(HEAP);
    file.position(HEAP).put("HEAP".getBytes(ISO_8859_1)).putInt(0);
    file.putLong(8).putLong(-1).putLong(HEAP + 32);
    for (int level = LEVELS; level >= 0; level--) {
      int at = TREE + (LEVELS - level) * NODE_BYTES;
      file.position(at).put("TREE".getBytes(ISO_8859_1)).put((byte) 0).put((byte) level);
      file.putShort((short) (level == 0 ? 0 : CHILDREN)).putLong(-1).putLong(-1);
      for (int child = 0; child < CHILDREN && level > 0; child++) {
        file.putLong(0).putLong(at + NODE_BYTES);
      }
    }
    return file.array();
  }
}
