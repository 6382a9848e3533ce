package dev.kindling.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedWeightsTest {

  private static final String HASH =
      "a3be1571c3683be11bdb776bff2bdbbb1e7f31cbfc28b1f6ec570eea7acb4220";

  @TempDir Path folder;

  private static PublishedWeights weights(String file, String hash) {
    PublishedWeights.Source none =
        (part, name, listener) -> {
          throw new IOException("There is no network.");
        };
    return new PublishedWeights("some-net", none, file, hash, "MIT", "nothing");
  }

  @Test
  void weightsInAJar_areTakenWithoutANetwork() throws IOException {
    PublishedWeights packaged = weights("packaged.pth", HASH);
    List<String> said = new ArrayList<>();

    assertThat(packaged.isHere()).isTrue();
    Path fetched = packaged.fetch(folder, said::add);

    assertThat(fetched).isEqualTo(folder.resolve("packaged.pth")).hasDigest("SHA-256", HASH);
    assertThat(said).isEmpty();
    Files.delete(fetched);
    assertThat(packaged.offline(folder)).exists();
  }

  @Test
  void otherWeightsInAJar_areRefused() {
    assertThatThrownBy(() -> weights("packaged.pth", "00000000").fetch(folder, said -> {}))
        .hasMessageContaining("its SHA-256 should begin with 00000000");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void weightsInNoJar_areFetched() {
    PublishedWeights elsewhere = weights("elsewhere.pth", HASH);

    assertThat(elsewhere.isHere()).isFalse();
    assertThatThrownBy(() -> elsewhere.fetch(folder, said -> {}))
        .hasMessage("There is no network.");
    assertThatThrownBy(() -> elsewhere.offline(folder)).hasMessageContaining("is not here");
  }
}
