package dev.kindling.onnx;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files of other kinds that are given in place of a model, known by their first bytes. */
final class Lookalikes {

  private static final Map<String, String> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("\u00ff\u00d8\u00ff", "a JPEG picture");
    KINDS.put("\u0089PNG", "a PNG picture");
    KINDS.put("GIF8", "a GIF picture");
    KINDS.put("BM", "a BMP picture");
    KINDS.put("\u0089HDF", "an HDF5 file, as Keras's .h5 is");
    KINDS.put("PK\u0003\u0004", "a zip archive, as .keras and .pth are");
    KINDS.put("\u0080\u0002", "a Python pickle, as .pth may be");
    KINDS.put("\u001f\u008b", "a gzip archive");
    KINDS.put("%PDF", "a PDF document");
    KINDS.put("version https://git-lfs", "a Git LFS pointer: the file itself was not fetched");
    KINDS.put("{", "JSON");
    KINDS.put("<", "HTML or XML");
  }

  private Lookalikes() {}

  /** The end of a sentence: {@code ": it begins like a JPEG picture"}, or nothing. */
  static String hint(byte[] content) {
    return KINDS.entrySet().stream()
        .filter(kind -> beginsWith(content, kind.getKey()))
        .map(kind -> ": it begins like " + kind.getValue())
        .findFirst()
        .orElse("");
  }

  private static boolean beginsWith(byte[] content, String magic) {
    int length = Math.min(content.length, magic.length());
    return new String(content, 0, length, StandardCharsets.ISO_8859_1).equals(magic);
  }
}
