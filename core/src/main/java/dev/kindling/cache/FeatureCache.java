package dev.kindling.cache;

import dev.kindling.files.KindlingHome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.sqlite.SQLiteConfig;

/**
 * Features of pictures, kept in a file from run to run. What is kept longest without being asked
 * for is left out when it would grow beyond its limit.
 *
 * <p>The file is an SQLite database (docs/decisions/0033). Several processes may use it at the same
 * time, and one that is killed leaves all that was put before; of the last call everything or
 * nothing. Several threads may use one cache, in turn. The folder has to be on a disk of this
 * machine, not on one shared by a network.
 */
public final class FeatureCache implements AutoCloseable {

  /** 2 GiB: the features of some 400,000 pictures by EfficientNet-Lite0. */
  private static final long DEFAULT_LIMIT = 2L << 30;

  /** Two processes that write wait for each other; a write takes far less than this. */
  private static final int MILLISECONDS_TO_WAIT = 30_000;

  /** The layout of the file stands in its name: another one leaves this file alone. */
  private static final String NAME = "features-1.db";

  private final Path file;
  private final long limit;
  private final Connection connection;

  /** The keys that were asked for since the last writing. */
  private final List<byte[]> asked = new ArrayList<>();

  private FeatureCache(Path file, long limit, Connection connection) {
    this.file = file;
    this.limit = limit;
    this.connection = connection;
  }

  /** Where the cache of this user lies. */
  public static Path defaultFile() {
    return KindlingHome.path().resolve(NAME);
  }

  /**
   * Opens a cache of up to 2 GiB, which is empty if there is no such file.
   *
   * @throws IOException naming the file, if it is damaged, no such database, or cannot be written
   */
  public static FeatureCache open(Path file) throws IOException {
    return open(file, DEFAULT_LIMIT);
  }

  /**
   * Opens a cache, which is empty if there is no such file.
   *
   * @param limit the bytes that features may take in it
   * @throws IOException naming the file, if it is damaged, no such database, or cannot be written
   */
  public static FeatureCache open(Path file, long limit) throws IOException {
    if (limit < 0) {
      throw new IllegalArgumentException(
          "The limit of a cache is a number of bytes, at least 0. Received: " + limit);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    SqliteLibrary.unpack();
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout(MILLISECONDS_TO_WAIT);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    try {
      FeatureCache cache =
          new FeatureCache(file, limit, config.createConnection("jdbc:sqlite:" + file));
      try {
        cache.createTable();
        return cache;
      } catch (SQLException e) {
        cache.connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  private void createTable() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS features"
              + " (key BLOB PRIMARY KEY, used INTEGER NOT NULL, sum INTEGER NOT NULL,"
              + " value BLOB NOT NULL)");
      statement.execute("CREATE INDEX IF NOT EXISTS features_used ON features (used)");
    }
  }

  /**
   * Those of some pictures whose features are kept. What the disk has changed since counts as not
   * there.
   *
   * @throws IOException if the file cannot be read
   */
  public synchronized Map<FeatureKey, float[]> get(Collection<FeatureKey> keys) throws IOException {
    Map<FeatureKey, float[]> found = new LinkedHashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement("SELECT value, sum FROM features WHERE key = ?")) {
      for (FeatureKey key : keys) {
        byte[] digest = key.digest();
        query.setBytes(1, digest);
        try (ResultSet rows = query.executeQuery()) {
          if (!rows.next()) {
            continue;
          }
          byte[] value = rows.getBytes(1);
          if (checksum(value) == rows.getLong(2)) {
            found.put(key, floats(value));
            asked.add(digest);
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /**
   * Keeps features: all of them, or none if it fails.
   *
   * @throws IOException if the file cannot be written, as on a full disk; what was kept before
   *     still is
   */
  public synchronized void put(Map<FeatureKey, float[]> features) throws IOException {
    try {
      connection.setAutoCommit(false);
      try {
        long now = System.currentTimeMillis();
        insert(features, now);
        noteAsked(now);
        removeOldest();
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  private void insert(Map<FeatureKey, float[]> features, long now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR REPLACE INTO features VALUES (?, ?, ?, ?)")) {
      for (Map.Entry<FeatureKey, float[]> each : features.entrySet()) {
        byte[] value = bytes(each.getValue());
        insert.setBytes(1, each.getKey().digest());
        insert.setLong(2, now);
        insert.setLong(3, checksum(value));
        insert.setBytes(4, value);
        insert.executeUpdate();
      }
    }
  }

  private void noteAsked(long now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE features SET used = ? WHERE key = ?")) {
      for (byte[] key : asked) {
        update.setLong(1, now);
        update.setBytes(2, key);
        update.executeUpdate();
      }
    }
    asked.clear();
  }

  private void removeOldest() throws SQLException {
    long excess = bytes() - limit;
    if (excess <= 0) {
      return;
    }
    try (PreparedStatement oldest =
            connection.prepareStatement("SELECT rowid, LENGTH(value) FROM features ORDER BY used");
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM features WHERE rowid = ?");
        ResultSet rows = oldest.executeQuery()) {
      List<Long> leaving = new ArrayList<>();
      while (excess > 0 && rows.next()) {
        leaving.add(rows.getLong(1));
        excess -= rows.getLong(2);
      }
      for (long row : leaving) {
        delete.setLong(1, row);
        delete.executeUpdate();
      }
    }
  }

  /**
   * How much is in it.
   *
   * @throws IOException if the file cannot be read
   */
  public synchronized CacheInfo info() throws IOException {
    try {
      return new CacheInfo(file, number("SELECT COUNT(*) FROM features"), bytes(), limit);
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  private long bytes() throws SQLException {
    return number("SELECT COALESCE(SUM(LENGTH(value)), 0) FROM features");
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * Forgets everything, and gives the disk its space back.
   *
   * @throws IOException if the file cannot be written
   */
  public synchronized void clear() throws IOException {
    asked.clear();
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM features");
      statement.execute("VACUUM");
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /**
   * Deletes the file of a cache, whatever is in it: the way out when it can no longer be opened.
   *
   * @throws IOException if it cannot be deleted
   */
  public static void delete(Path file) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
    }
  }

  /** Closes the file. What was asked for is noted, if that is possible. */
  @Override
  public synchronized void close() throws IOException {
    try {
      if (connection.isClosed()) {
        return;
      }
      if (!asked.isEmpty()) {
        put(Map.of());
      }
    } catch (SQLException e) {
      throw failure(file, e);
    } finally {
      closeConnection();
    }
  }

  private void closeConnection() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  private static long checksum(byte[] value) {
    CRC32C sum = new CRC32C();
    sum.update(value);
    return sum.getValue();
  }

  private static byte[] bytes(float[] features) {
    ByteBuffer bytes =
        ByteBuffer.allocate(features.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(features);
    return bytes.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] features = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(features);
    return features;
  }

  private static IOException failure(Path file, SQLException e) {
    return new IOException(
        "Cannot use the cache of features %s: %s. `kindling cache clear` begins a new one."
            .formatted(file, e.getMessage()),
        e);
  }
}
