package dev.kindling.cache;

import dev.kindling.files.ContentHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * All that decides the features of a picture. Equal keys mean equal features; where the file lies
 * and what it is called do not matter.
 *
 * @param content the hash of the picture file
 * @param change what augmentation made of it, in words; empty for the picture itself
 * @param network the network up to the layer whose output is kept, with the hash of its weights,
 *     and the precision it computes in
 * @param preprocessing how the picture is decoded and resized, and its numbers scaled
 */
public record FeatureKey(String content, String change, String network, String preprocessing) {

  /** 32 bytes, different for different keys. */
  byte[] digest() {
    MessageDigest sha256 = ContentHash.sha256();
    for (String part : List.of(content, change, network, preprocessing)) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      // The length first, so that no two keys run together into the same text.
      sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      sha256.update(bytes);
    }
    return sha256.digest();
  }

  /** As digits: how errors and logs name it. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest());
  }
}
