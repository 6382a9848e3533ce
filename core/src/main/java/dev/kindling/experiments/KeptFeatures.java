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
 * The features of pictures that a run before has computed already, and a place for those that this
 * one computes. A cache that cannot be used is no reason to fail: it is said, and all is computed.
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

  /**
   * Those of some pictures.
   *
   * @param weights the hash of the network's file of weights
   * @param contents the hashes of the pictures' files
   */
  KeptFeatures(
      RunOptions options,
      String weights,
      Preprocessing preprocessing,
      List<String> contents,
      Consumer<String> notice) {
    this.notice = notice;
    this.network =
        "%s features %s %s %d threads"
            .formatted(
                weights,
                EngineVersion.current(),
                options.engine().precision().resolve(),
                options.engine().threads());
    this.preprocessing = Json.write(preprocessing.toJson());
    this.cache = open(options.cache());
    if (cache != null) {
      try {
        found.putAll(cache.get(contents.stream().map(this::key).toList()));
      } catch (IOException e) {
        tell(e);
      }
    }
  }

  private @Nullable FeatureCache open(@Nullable Path file) {
    try {
      return file == null ? null : FeatureCache.open(file);
    } catch (IOException e) {
      tell(e);
      return null;
    }
  }

  private FeatureKey key(String content) {
    return new FeatureKey(content, "", network, preprocessing);
  }

  /** Those of a picture; null if they have to be computed. */
  float @Nullable [] of(String content) {
    return found.get(key(content));
  }

  /** Keeps those of a picture. */
  void put(String content, float[] features) {
    fresh.put(key(content), features);
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
  public void close() {
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
