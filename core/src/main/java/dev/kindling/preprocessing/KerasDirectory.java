package dev.kindling.preprocessing;

import dev.kindling.data.FileNames;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pictures below a folder of class folders, listed as Keras's {@code DirectoryIterator} does.
 *
 * <p>Every folder is a class, hidden or empty ones too, unless the classes are given. Below it,
 * folder after folder in the order of their paths, its pictures are the files whose names
 * {@linkplain KerasFiles end as Keras expects}. Links to folders are followed for classes, and
 * below if asked for.
 *
 * @param root the folder
 * @param classes the classes, in order
 * @param filenames the files, relative to the folder
 * @param classOf the class of each file
 */
record KerasDirectory(
    Path root, List<String> classes, List<String> filenames, List<Integer> classOf) {

  private static final Logger LOG = System.getLogger(ImageDataGenerator.class.getName());

  /**
   * The listing of a folder.
   *
   * @param wanted the classes; none for all that there are
   * @throws IOException if it cannot be listed or holds no pictures in class folders
   */
  static KerasDirectory list(Path root, List<String> wanted, boolean followLinks)
      throws IOException {
    if (!Files.exists(root)) {
      throw new NoSuchFileException(root.toString(), null, "There is no such folder.");
    }
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root.toString());
    }
    List<String> classes = wanted.isEmpty() ? folders(root) : wanted;
    List<String> filenames = new ArrayList<>();
    List<Integer> classOf = new ArrayList<>();
    for (int number = 0; number < classes.size(); number++) {
      String name = classes.get(number);
      if (!Files.isDirectory(root.resolve(name))) {
        LOG.log(Level.WARNING, "The class {0} has no folder in {1}, and no pictures.", name, root);
        continue;
      }
      for (String picture : pictures(name, root.resolve(name), followLinks)) {
        filenames.add(picture);
        classOf.add(number);
      }
    }
    if (filenames.isEmpty()) {
      throw new IOException(
          ("%s has no pictures in class folders. Expected: %s with names that end in %s. Found: %d"
                  + " folders, none with such a file.")
              .formatted(
                  root,
                  root.resolve("CLASS").resolve("PICTURE"),
                  String.join(", ", KerasFiles.ENDS),
                  classes.size()));
    }
    KerasFiles.warnOfTiff(filenames);
    return new KerasDirectory(
        root, List.copyOf(classes), List.copyOf(filenames), List.copyOf(classOf));
  }

  private static List<String> folders(Path root) throws IOException {
    List<String> folders = new ArrayList<>();
    for (Path child : children(root)) {
      if (Files.isDirectory(child)) {
        folders.add(FileNames.of(child));
      }
    }
    folders.sort(FileNames.ORDER);
    return folders;
  }

  /** The pictures of a class, folder after folder. */
  private static List<String> pictures(String name, Path folder, boolean followLinks)
      throws IOException {
    Map<String, List<String>> byFolder = new TreeMap<>(FileNames.ORDER);
    collect(name, folder, followLinks, new ArrayList<>(), byFolder);
    return byFolder.values().stream().flatMap(List::stream).toList();
  }

  /** Keras walks around in a circle of links until the path is too long; here a circle ends. */
  private static void collect(
      String name,
      Path folder,
      boolean followLinks,
      List<Path> above,
      Map<String, List<String>> byFolder)
      throws IOException {
    Path real = folder.toRealPath();
    if (above.contains(real)) {
      return;
    }
    above.add(real);
    List<String> pictures = new ArrayList<>();
    for (Path child : children(folder)) {
      String path = name + File.separator + FileNames.of(child);
      if (!Files.isDirectory(child)) {
        if (KerasFiles.endsAsExpected(path)) {
          pictures.add(path);
        }
      } else if (followLinks || !Files.isSymbolicLink(child)) {
        collect(path, child, followLinks, above, byFolder);
      }
    }
    pictures.sort(FileNames.ORDER);
    byFolder.put(name, pictures);
    above.remove(above.size() - 1);
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  /** Where each file lies. */
  List<Path> files() {
    return filenames.stream().map(root::resolve).toList();
  }

  /** The listing of some of the files, numbered anew, with all classes. */
  KerasDirectory only(List<Integer> samples) {
    return new KerasDirectory(
        root,
        classes,
        samples.stream().map(filenames::get).toList(),
        samples.stream().map(classOf::get).toList());
  }
}
