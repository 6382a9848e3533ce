package dev.kindling.engine;

import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;

/** What computes here, by name and version. */
public final class EngineVersion {

  private EngineVersion() {}

  /** The name and version of the library underneath: {@code "oneDNN 3.11.0"}. */
  public static String current() {
    dnnl_version_t version = dnnl.dnnl_version();
    return "oneDNN %d.%d.%d".formatted(version.major(), version.minor(), version.patch());
  }
}
