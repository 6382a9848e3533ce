package dev.kindling.data;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The files in a folder that someone may have meant as pictures. */
public final class PictureFiles {

  private static final Set<String> OF_THE_SYSTEM =
      Set.of("thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx");

  /** Keras's order: folder after folder by path, in each folder by name; by code points. */
  private static final Comparator<Path> ORDER =
      Comparator.comparing((Path file) -> String.valueOf(file.getParent()), FileNames.ORDER)
          .thenComparing(file -> String.valueOf(file.getFileName()), FileNames.ORDER);

  private PictureFiles() {}

  /**
   * All files in a folder and the folders in it, whatever their names end in, in an order that does
   * not depend on the machine. Hidden files and folders, and those that operating systems leave
   * behind ({@code Thumbs.db}, {@code __MACOSX}), are passed over. Links are followed, but never
   * around in circles. A folder that cannot be opened stands among the files, so that whoever reads
   * them can name it.
   *
   * @throws IOException if a name cannot be decoded, as under {@code LC_ALL=C}
   */
  public static List<Path> below(Path folder) throws IOException {
    Collector collector = new Collector(folder);
    Set<FileVisitOption> options = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
    Files.walkFileTree(folder, options, Integer.MAX_VALUE, collector);
    collector.files.sort(ORDER);
    return collector.files;
  }

  /** Whether a file or folder is hidden, or was left behind by an operating system. */
  static boolean isIgnored(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(".") || OF_THE_SYSTEM.contains(name.toLowerCase(Locale.ROOT));
  }

  /** The walk through one folder. */
  private static final class Collector extends SimpleFileVisitor<Path> {

    private final Path root;
    private final List<Path> files = new ArrayList<>();

    Collector(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean ignored = !folder.equals(root) && isIgnored(folder);
      return ignored ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!isIgnored(file)) {
        FileNames.check(file);
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException trouble) {
      if (!(trouble instanceof FileSystemLoopException) && !isIgnored(file)) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
