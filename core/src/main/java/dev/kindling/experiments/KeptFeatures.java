package dev.kindling.experiments;

import dev.kindling.cache.FeatureCache;
import dev.kindling.cache.FeatureKey;
import dev.kindling.engine.EngineVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The features that a network has computed of pictures in earlier runs, and a place for those that
 * this one computes. A cache that cannot be used is no reason to fail: it is said, and all is
 * computed. Threads may share it.
 */
final class KeptFeatures implements AutoCloseable {

  /** Put at once: a killed run loses no more than these. */
  private static final int TOGETHER = 256;

  private final @Nullable FeatureCache cache;
  private final Consumer<String> notice;
  private final String network;
  private final String preprocessing;
  private final Map<FeatureKey, float[]> found = new HashMap<>();
  private final Map<FeatureKey, float[]> fresh = new HashMap<>();
  private boolean failed;

  /** Those of a network. */
  KeptFeatures(FrozenNetwork network, RunOptions options, Consumer<String> notice) {
    this.notice = notice;
    this.network =
        "%s %s %s %s %d threads"
            .formatted(
                network.hash(),
                network.layer(),
                EngineVersion.current(),
                options.engine().precision().resolve(),
                options.engine().threads());
    this.preprocessing = Json.write(network.preprocessing().toJson());
    this.cache = open(options.cache());
  }

  private @Nullable FeatureCache open(@Nullable Path file) {
    try {
      return file == null ? null : FeatureCache.open(file);
    } catch (IOException e) {
      tell(e);
      return null;
    }
  }

  private FeatureKey key(String content, String change) {
    return new FeatureKey(content, change, network, preprocessing);
  }

  /**
   * Those of a picture; null if they have to be computed.
   *
   * @param content the hash of the picture's file
   * @param change what augmentation made of it, in words
   */
  synchronized float @Nullable [] of(String content, String change) {
    FeatureKey key = key(content, change);
    float[] known = found.get(key);
    if (known == null && cache != null && !failed) {
      try {
        found.putAll(cache.get(List.of(key)));
        known = found.get(key);
      } catch (IOException e) {
        tell(e);
      }
    }
    return known;
  }

  /** Keeps those of a picture. */
  synchronized void put(String content, String change, float[] features) {
    FeatureKey key = key(content, change);
    found.put(key, features);
    fresh.put(key, features);
    if (fresh.size() >= TOGETHER) {
      flush();
    }
  }

  private void flush() {
    if (cache != null && !failed && !fresh.isEmpty()) {
      try {
        cache.put(fresh);
      } catch (IOException e) {
        tell(e);
      }
    }
    fresh.clear();
  }

  private void tell(IOException e) {
    failed = true;
    notice.accept("Features are not kept: " + e.getMessage());
  }

  @Override
  public synchronized void close() {
    flush();
    if (cache != null) {
      try {
        cache.close();
      } catch (IOException e) {
        tell(e);
      }
    }
  }
}
