package dev.kindling.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden digests: made by Pillow in core/src/test/golden/image/resize.py. */
class ResizeTest {

  static Stream<String> sizes() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/golden/image/resize.txt")).stream()
        .filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void resize_equalsPillow(String line) {
    String[] parts = line.split(" ", -1);
    Image source = picture(number(parts[3]), number(parts[2]), number(parts[1]));
    Image resized =
        Resize.resize(
            source,
            new ImageSize(number(parts[5]), number(parts[4])),
            Interpolation.valueOf(parts[0]));
    assertThat(sha256(resized.data())).isEqualTo(parts[6]);
  }

  @Test
  void resize_sameSize_isTheSamePicture() {
    Image source = picture(5, 4, 3);
    assertThat(Resize.resize(source, new ImageSize(5, 4), Interpolation.BILINEAR)).isSameAs(source);
  }

  private static Image picture(int height, int width, int channels) {
    byte[] samples = new byte[height * width * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ((i * 2654435761L) >> 13);
    }
    return new Image(height, width, channels, samples);
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private static String sha256(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
