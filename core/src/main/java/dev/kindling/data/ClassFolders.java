package dev.kindling.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of class folders: the files of each class, at any depth, in the order of their paths.
 * Hidden files, what systems leave behind, and classes without files are passed over.
 *
 * @param folder the folder
 * @param files the files by class, the classes in Keras's order
 * @param loose files that lie in the folder itself, in no class
 */
record ClassFolders(Path folder, Map<String, List<Path>> files, List<Path> loose) {

  private static final Set<String> SYSTEM_FILES = Set.of("thumbs.db", "desktop.ini", "__macosx");

  static ClassFolders list(Path folder) throws IOException {
    Map<String, List<Path>> files = new LinkedHashMap<>();
    List<Path> loose = new ArrayList<>();
    for (Map.Entry<String, Path> child : children(folder).entrySet()) {
      if (!Files.isDirectory(child.getValue())) {
        loose.add(child.getValue());
        continue;
      }
      List<Path> below = new ArrayList<>();
      collect(child.getValue(), new HashSet<>(), below);
      if (!below.isEmpty()) {
        files.put(child.getKey(), below);
      }
    }
    return new ClassFolders(folder, files, loose);
  }

  /** Follows links, but enters no folder twice, so that a circle of links ends. */
  private static void collect(Path folder, Set<Path> entered, List<Path> files) throws IOException {
    if (!entered.add(folder.toRealPath())) {
      return;
    }
    for (Path child : children(folder).values()) {
      if (Files.isDirectory(child)) {
        collect(child, entered, files);
      } else {
        files.add(child);
      }
    }
  }

  /** What lies in a folder and is not hidden, by name, in order. */
  static Map<String, Path> children(Path folder) throws IOException {
    Map<String, Path> children = new TreeMap<>(FileNames.ORDER);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path child : stream) {
        String name = FileNames.of(child);
        if (!name.startsWith(".") && !SYSTEM_FILES.contains(name.toLowerCase(Locale.ROOT))) {
          children.put(name, child);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }
}
