package dev.kindling.cache;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library where JavaCPP keeps those of the engine: unpacked once. SQLite's driver
 * by itself unpacks it anew in each process, which takes a fifth of a second, and leaves it in the
 * folder for temporary files when the process is killed.
 */
final class SqliteLibrary {

  private static final String FOLDER = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /** Tells the driver where the library is, unless somebody has told it, or there is none. */
  static synchronized void unpack() {
    if (System.getProperty(FOLDER) != null) {
      return;
    }
    @Nullable URL packed =
        SqliteLibrary.class.getResource(
            LibraryLoaderUtil.getNativeLibResourcePath()
                + "/"
                + LibraryLoaderUtil.getNativeLibName());
    if (packed == null) {
      return;
    }
    try {
      File library = Loader.cacheResource(packed);
      if (library != null) {
        System.setProperty(FOLDER, library.getParent());
      }
    } catch (IOException e) {
      // The driver finds its own way, or says what is wrong.
    }
  }
}
