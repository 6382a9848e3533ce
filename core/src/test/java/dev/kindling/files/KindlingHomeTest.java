package dev.kindling.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KindlingHomeTest {

  @Test
  void isWhereTheEnvironmentSays() {
    assertThat(KindlingHome.path(Map.of("KINDLING_HOME", "/somewhere/else"), "/home/ann"))
        .isEqualTo(Path.of("/somewhere/else").toAbsolutePath());
  }

  @Test
  void isInTheCacheOfTheUserOtherwise() {
    Path expected = Path.of("/home/ann/.cache/kindling");
    assertThat(KindlingHome.path(Map.of(), "/home/ann")).isEqualTo(expected);
    assertThat(KindlingHome.path(Map.of("KINDLING_HOME", " "), "/home/ann")).isEqualTo(expected);
  }
}
