package dev.kindling.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.Golden;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden digests: made by Pillow in core/src/test/golden/image/resize.py. No tolerance. */
class ResizeTest {

  static Stream<String> lines() {
    return new String(Golden.bytes("image/resize.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void resize_equalsPillow(String line) {
    String[] parts = line.split(" ", -1);
    ImageSize before = new ImageSize(number(parts[4]), number(parts[3]));
    ImageSize asked = new ImageSize(number(parts[6]), number(parts[5]));
    ImageSize after = new ImageSize(number(parts[8]), number(parts[7]));
    Interpolation interpolation = Interpolation.valueOf(parts[1]);
    if (parts[2].equals("F")) {
      Tensor resized = Resize.resize(floats(before), asked, interpolation);
      assertThat(resized.shape()).isEqualTo(Shape.of(after.height(), after.width(), 1));
      assertThat(sha256(bytes(resized.data()))).isEqualTo(parts[9]);
      return;
    }
    Image image = picture(before, number(parts[2]));
    Image resized =
        switch (parts[0]) {
          case "resize" -> Resize.resize(image, asked, interpolation);
          case "contain" -> Resize.contain(image, asked, interpolation);
          case "cover" -> Resize.cover(image, asked, interpolation);
          case "fit" -> Resize.fit(image, asked, interpolation);
          case "pad" -> Resize.pad(image, asked, interpolation, 0);
          default -> throw new IllegalArgumentException(parts[0]);
        };
    assertThat(resized.size()).isEqualTo(after);
    assertThat(sha256(resized.data())).isEqualTo(parts[9]);
  }

  @ParameterizedTest
  @EnumSource
  void resize_sameSize_isTheSamePicture(Interpolation interpolation) {
    ImageSize size = new ImageSize(5, 4);
    Image image = picture(size, 4);
    assertThat(Resize.resize(image, size, interpolation)).isSameAs(image);
    Tensor floats = floats(size);
    assertThat(Resize.resize(floats, size, interpolation)).isSameAs(floats);
  }

  @Test
  void resize_floatsOfSeveralChannels_resizesEachByItself() {
    Tensor grey = floats(new ImageSize(9, 7));
    Tensor doubled = Tensor.zeros(9, 7, 2);
    for (int i = 0; i < grey.data().length; i++) {
      doubled.data()[2 * i] = grey.data()[i];
      doubled.data()[2 * i + 1] = -grey.data()[i];
    }
    float[] one = Resize.resize(grey, new ImageSize(4, 11), Interpolation.BICUBIC).data();
    float[] two = Resize.resize(doubled, new ImageSize(4, 11), Interpolation.BICUBIC).data();
    for (int i = 0; i < one.length; i++) {
      assertThat(two[2 * i]).isEqualTo(one[i]);
      assertThat(two[2 * i + 1]).isEqualTo(-one[i]);
    }
  }

  @Test
  void resize_floatsOfAnotherShape_areRefused() {
    assertThatThrownBy(
            () -> Resize.resize(Tensor.zeros(2, 3), new ImageSize(1, 1), Interpolation.BILINEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A picture has shape (height, width, channels). Received: (2, 3)");
  }

  @Test
  void shortestSide_keepsProportionsAndRoundsDown() {
    assertThat(shortestSide(500, 375)).isEqualTo(new ImageSize(298, 224));
    assertThat(shortestSide(375, 500)).isEqualTo(new ImageSize(224, 298));
    assertThat(shortestSide(10, 10)).isEqualTo(new ImageSize(224, 224));
  }

  private static ImageSize shortestSide(int height, int width) {
    Image image = picture(new ImageSize(height, width), 1);
    return Resize.shortestSide(image, 224, Interpolation.BILINEAR).size();
  }

  @Test
  void contain_ofAThread_keepsOnePixel() {
    Image thread = picture(new ImageSize(900, 1), 3);
    ImageSize size = new ImageSize(30, 30);
    assertThat(Resize.contain(thread, size, Interpolation.BOX).size())
        .isEqualTo(new ImageSize(30, 1));
  }

  static Image picture(ImageSize size, int channels) {
    byte[] samples = new byte[size.height() * size.width() * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ((i * 2654435761L) >> 13);
    }
    return new Image(size.height(), size.width(), channels, samples);
  }

  private static Tensor floats(ImageSize size) {
    Tensor picture = Tensor.zeros(size.height(), size.width(), 1);
    for (int i = 0; i < picture.data().length; i++) {
      picture.data()[i] = ((i * 2654435761L) >> 13 & 0xffff) / 64f - 300;
    }
    return picture;
  }

  private static byte[] bytes(float[] floats) {
    ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(floats);
    return bytes.array();
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
