package dev.kindling.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder of class folders: the files of each class, at any depth, in Keras's order. Hidden files,
 * what systems leave behind, and classes without files are passed over.
 *
 * @param folder the folder
 * @param files the files by class, the classes in Keras's order
 * @param loose files that lie in the folder itself, in no class
 */
record ClassFolders(Path folder, Map<String, List<Path>> files, List<Path> loose) {

  static ClassFolders list(Path folder) throws IOException {
    Map<String, List<Path>> files = new LinkedHashMap<>();
    List<Path> loose = new ArrayList<>();
    for (Path child : children(folder)) {
      if (Files.isDirectory(child)) {
        List<Path> below = PictureFiles.below(child);
        if (!below.isEmpty()) {
          files.put(FileNames.of(child), below);
        }
      } else {
        loose.add(child);
      }
    }
    return new ClassFolders(folder, files, loose);
  }

  /** What lies in a folder and is not hidden, in the order of the names. */
  static List<Path> children(Path folder) throws IOException {
    Map<String, Path> children = new TreeMap<>(FileNames.ORDER);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path child : stream) {
        if (!PictureFiles.isIgnored(child)) {
          children.put(FileNames.of(child), child);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (AccessDeniedException e) {
      throw new DataFolderException(folder + " cannot be opened: access is denied.");
    }
    return List.copyOf(children.values());
  }
}
