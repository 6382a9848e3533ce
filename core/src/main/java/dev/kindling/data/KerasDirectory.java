package dev.kindling.data;

import dev.kindling.image.DecodeOptions;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pictures below a folder of class folders, listed as Keras's {@code DirectoryIterator} does.
 *
 * <p>Every folder is a class, hidden or empty ones too. Below it, folder after folder in the order
 * of their paths, its pictures are the files whose names end in one of {@link #ENDS}. Links to
 * folders are followed for classes, and not below.
 *
 * @param root the folder
 * @param classes the classes, in order
 * @param filenames the files, relative to the folder
 * @param classOf the class of each file
 */
record KerasDirectory(
    Path root, List<String> classes, List<String> filenames, List<Integer> classOf) {

  /** Keras's {@code white_list_formats}. No dot is asked for. */
  private static final List<String> ENDS =
      List.of("png", "jpg", "jpeg", "bmp", "ppm", "tif", "tiff");

  /**
   * The listing of a folder.
   *
   * @throws IOException if it cannot be listed or holds no pictures in class folders
   */
  static KerasDirectory list(Path root) throws IOException {
    if (!Files.exists(root)) {
      throw new NoSuchFileException(root.toString(), null, "There is no such folder.");
    }
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root.toString());
    }
    Map<String, Path> classFolders = new TreeMap<>(FileNames.ORDER);
    for (Path child : children(root)) {
      if (Files.isDirectory(child)) {
        classFolders.put(FileNames.of(child), child);
      }
    }
    List<String> classes = new ArrayList<>();
    List<String> filenames = new ArrayList<>();
    List<Integer> classOf = new ArrayList<>();
    for (Map.Entry<String, Path> folder : classFolders.entrySet()) {
      for (String picture : pictures(folder.getKey(), folder.getValue())) {
        filenames.add(picture);
        classOf.add(classes.size());
      }
      classes.add(folder.getKey());
    }
    if (filenames.isEmpty()) {
      throw new IOException(
          ("%s has no pictures in class folders. Expected: %s with names that end in %s. Found: %d"
                  + " folders, none with such a file.")
              .formatted(
                  root,
                  root.resolve("CLASS").resolve("PICTURE"),
                  String.join(", ", ENDS),
                  classes.size()));
    }
    return new KerasDirectory(
        root, List.copyOf(classes), List.copyOf(filenames), List.copyOf(classOf));
  }

  /** The pictures of a class, folder after folder. */
  private static List<String> pictures(String name, Path folder) throws IOException {
    Map<String, List<String>> byFolder = new TreeMap<>(FileNames.ORDER);
    collect(name, folder, byFolder);
    return byFolder.values().stream().flatMap(List::stream).toList();
  }

  private static void collect(String name, Path folder, Map<String, List<String>> byFolder)
      throws IOException {
    List<String> pictures = new ArrayList<>();
    for (Path child : children(folder)) {
      String path = name + File.separator + FileNames.of(child);
      if (!Files.isDirectory(child)) {
        if (ENDS.stream().anyMatch(path.toLowerCase(Locale.ROOT)::endsWith)) {
          pictures.add(path);
        }
      } else if (!Files.isSymbolicLink(child)) {
        collect(path, child, byFolder);
      }
    }
    pictures.sort(FileNames.ORDER);
    byFolder.put(name, pictures);
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

  /** The number of each class, by its name, in order. */
  Map<String, Integer> classIndices() {
    Map<String, Integer> indices = new LinkedHashMap<>();
    for (String name : classes) {
      indices.put(name, indices.size());
    }
    return Collections.unmodifiableMap(indices);
  }

  /** The pictures, each read when its turn comes and stretched to a size. */
  PictureSource pictures(ImageSize size, Interpolation interpolation) {
    return new PictureSource() {
      @Override
      public int size() {
        return filenames.size();
      }

      @Override
      public Shape pictureShape() {
        return Shape.of(size.height(), size.width(), 3);
      }

      @Override
      public Image load(int index) throws IOException {
        Image image = ImageReader.read(root.resolve(filenames.get(index)), DecodeOptions.asKeras());
        return Resize.resize(image, size, interpolation);
      }
    };
  }

  /** The labels of the pictures; null for none. */
  @Nullable Tensor labels(ClassMode mode) {
    return switch (mode) {
      case NONE -> null;
      case BINARY -> binaryLabels();
      case CATEGORICAL -> Labels.categorical(classOf, classes.size());
    };
  }

  private Tensor binaryLabels() {
    if (classes.size() > 2) {
      throw new IllegalArgumentException(
          "Binary labels are for two classes: use ClassMode.CATEGORICAL. %s has %d: %s"
              .formatted(root, classes.size(), classes));
    }
    return Labels.binary(classOf);
  }
}
