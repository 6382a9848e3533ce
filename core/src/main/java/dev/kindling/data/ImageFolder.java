package dev.kindling.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A folder of pictures whose classes are the names of its folders.
 *
 * <p>Either {@code train}, {@code validation} (also {@code val}, {@code valid}) and {@code test}
 * with class folders in each, or class folders alone, which are then divided: in each class the
 * fifth of the files with the smallest content hash validates. Files may lie at any depth below
 * their class. Any name will do for a file: whether it holds a picture is told when it is read.
 *
 * <p>The classes are those of the training part, in Keras's order. A class that another part lacks,
 * or has in addition, is {@linkplain #notices() told}; it never changes the others.
 */
public final class ImageFolder {

  private static final Map<String, Part> PART_NAMES =
      Map.of(
          "train", Part.TRAIN,
          "validation", Part.VALIDATION,
          "val", Part.VALIDATION,
          "valid", Part.VALIDATION,
          "test", Part.TEST);

  private final Path folder;
  private final List<String> labels;
  private final Map<Part, List<LabelledFile>> files = new EnumMap<>(Part.class);
  private final List<String> notices = new ArrayList<>();

  /**
   * The classes and files of a folder.
   *
   * @throws DataFolderException if it has no files in class folders; the message says what was
   *     looked for
   * @throws IOException if there is no such folder, or it cannot be listed, or the names in it
   *     cannot be decoded
   */
  public static ImageFolder open(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      throw new DataFolderException("There is no folder " + folder + ".");
    }
    if (!Files.isDirectory(folder)) {
      throw new DataFolderException(folder + " is a file. A folder of pictures is wanted.");
    }
    return new ImageFolder(folder);
  }

  private ImageFolder(Path folder) throws IOException {
    this.folder = folder;
    Map<Part, ClassFolders> parts = parts();
    parts.values().forEach(this::tellOfLooseFiles);
    ClassFolders training = parts.get(Part.TRAIN);
    labels = labels(parts);
    if (labels.isEmpty()) {
      throw new DataFolderException(nothingFound(parts));
    }
    if (training != null && !parts.containsKey(Part.VALIDATION)) {
      divide(training);
      parts.remove(Part.TRAIN);
    }
    parts.forEach(this::add);
  }

  /** The parts there are; a folder of class folders alone is a training part. */
  private Map<Part, ClassFolders> parts() throws IOException {
    Map<Part, ClassFolders> parts = new EnumMap<>(Part.class);
    List<Path> others = new ArrayList<>();
    for (Path child : ClassFolders.children(folder)) {
      Part part = PART_NAMES.get(FileNames.of(child).toLowerCase(Locale.ROOT));
      if (!Files.isDirectory(child)) {
        continue;
      }
      if (part == null) {
        others.add(child);
        continue;
      }
      ClassFolders other = parts.put(part, ClassFolders.list(child));
      if (other != null) {
        throw new DataFolderException(
            "Both %s and %s could be the %s part. Rename one of them."
                .formatted(other.folder(), child, part));
      }
    }
    parts.values().removeIf(part -> part.files().isEmpty() && part.loose().isEmpty());
    if (parts.isEmpty() || (!others.isEmpty() && !hasClasses(parts.get(Part.TRAIN)))) {
      // With other folders beside it, one named "train" without classes is a class: of vehicles.
      return new EnumMap<>(Map.of(Part.TRAIN, ClassFolders.list(folder)));
    }
    if (!others.isEmpty()) {
      notices.add(
          "Beside the parts, %s also holds folders that are no part, and left out: %s"
              .formatted(folder, someNames(others)));
    }
    return parts;
  }

  private static boolean hasClasses(@Nullable ClassFolders part) {
    return part != null && !part.files().isEmpty();
  }

  /** The classes of the training part; where there is none, all that there are. */
  private static List<String> labels(Map<Part, ClassFolders> parts) {
    ClassFolders training = parts.get(Part.TRAIN);
    if (training != null) {
      return List.copyOf(training.files().keySet());
    }
    TreeSet<String> all = new TreeSet<>(FileNames.ORDER);
    parts.values().forEach(part -> all.addAll(part.files().keySet()));
    return List.copyOf(all);
  }

  private void tellOfLooseFiles(ClassFolders part) {
    if (!part.loose().isEmpty()) {
      notices.add(
          "%d %s directly in %s, in no class folder, and left out: %s"
              .formatted(
                  part.loose().size(),
                  part.loose().size() == 1 ? "file is" : "files are",
                  part.folder(),
                  someNames(part.loose())));
    }
  }

  private String nothingFound(Map<Part, ClassFolders> parts) {
    for (ClassFolders part : parts.values()) {
      if (!part.loose().isEmpty()) {
        return ("%s has files but no class folders with files in them. Put the pictures of each class"
                + " into a folder named like the class: %s")
            .formatted(part.folder(), part.folder().resolve("cats").resolve("one.jpg"));
      }
    }
    return ("%s has no pictures. Wanted are class folders with pictures in them, as %s, or %s and %s"
            + " with class folders in each.")
        .formatted(folder, folder.resolve("cats").resolve("one.jpg"), "train", "validation");
  }

  private void divide(ClassFolders training) {
    List<LabelledFile> all = new ArrayList<>();
    training
        .files()
        .forEach((label, paths) -> paths.forEach(path -> all.add(new LabelledFile(path, label))));
    Split split =
        Split.byContent(
            all.stream().map(LabelledFile::label).toList(),
            number -> Split.hash(all.get(number).file()),
            Split.FIFTH);
    files.put(Part.TRAIN, split.training().stream().map(all::get).toList());
    files.put(Part.VALIDATION, split.validation().stream().map(all::get).toList());
    counts(Part.VALIDATION)
        .forEach(
            (label, count) -> {
              if (count == 0) {
                notices.add(
                    "The class '%s' has too few different pictures to keep one for validation."
                        .formatted(label));
              }
            });
    notices.add(
        "No validation part was given: of each class the 20 % with the smallest content hash are kept"
            + " for it (%d of %d files).".formatted(split.validation().size(), all.size()));
  }

  private void add(Part part, ClassFolders folders) {
    List<LabelledFile> listed = new ArrayList<>();
    for (String label : labels) {
      List<Path> ofClass = folders.files().get(label);
      if (ofClass == null) {
        notices.add("The class '%s' has no files in the %s part.".formatted(label, part));
        continue;
      }
      ofClass.forEach(file -> listed.add(new LabelledFile(file, label)));
    }
    folders
        .files()
        .forEach(
            (label, extra) -> {
              if (!labels.contains(label)) {
                notices.add(
                    "The class '%s' is in the %s part but not in the training part: its %d files are left out."
                        .formatted(label, part, extra.size()));
              }
            });
    files.put(part, List.copyOf(listed));
  }

  private static String someNames(List<Path> paths) {
    String names =
        String.join(
            ", ", paths.stream().limit(3).map(path -> String.valueOf(path.getFileName())).toList());
    return paths.size() > 3 ? names + ", ..." : names;
  }

  /** Where the folder lies. */
  public Path folder() {
    return folder;
  }

  /** The names of the classes, in Keras's order: by code points. */
  public List<String> labels() {
    return labels;
  }

  /** Whether there is such a part with files in it. */
  public boolean has(Part part) {
    return !files(part).isEmpty();
  }

  /** The files of a part, class after class in the order of the labels; none if there is none. */
  public List<LabelledFile> files(Part part) {
    @Nullable List<LabelledFile> found = files.get(part);
    return found == null ? List.of() : List.copyOf(found);
  }

  /** What a person should know of the folder, a sentence each. */
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /** The number of files of each class in a part. */
  public Map<String, Integer> counts(Part part) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    labels.forEach(label -> counts.put(label, 0));
    files(part).forEach(file -> counts.merge(file.label(), 1, Integer::sum));
    return counts;
  }

  /**
   * Checks that a classifier can be trained on the folder.
   *
   * @throws DataFolderException if it has no training part or fewer than two classes
   */
  public void requireTrainable() throws DataFolderException {
    if (!has(Part.TRAIN)) {
      throw new DataFolderException(
          "%s has no training part. Wanted is a folder %s with class folders in it."
              .formatted(folder, folder.resolve("train")));
    }
    if (labels.size() < 2) {
      throw new DataFolderException(
          "A classifier needs at least two classes. %s has only '%s'."
              .formatted(folder, labels.get(0)));
    }
  }
}
