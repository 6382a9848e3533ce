package dev.kindling.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.Golden;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Files of reference programs, packed in one golden file with what stands in each. */
public record GoldenFiles(Map<String, byte[]> files, JsonNode expected) {

  /** Unpacks a golden file. */
  public static GoldenFiles open(String golden) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Golden.bytes(golden)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    JsonNode expected = new ObjectMapper().readTree(files.remove("expected.json")).path("files");
    return new GoldenFiles(files, expected);
  }

  /** One of them as a file in a folder. */
  public Path unpack(String name, Path folder) throws IOException {
    return Files.write(folder.resolve(name), files.get(name));
  }
}
