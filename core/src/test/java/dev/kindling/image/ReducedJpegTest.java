package dev.kindling.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden pictures: decoded by Pillow's draft in core/src/test/golden/image/reduced.py. */
class ReducedJpegTest {

  private static final JsonNode GOLDEN = Golden.json("image/reduced.json");

  static Stream<JsonNode> cases() {
    return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false);
  }

  /** No tolerance: both are libjpeg-turbo, whose whole numbers are the same in every release. */
  @ParameterizedTest
  @MethodSource("cases")
  void decode_reduced_equalsPillowsDraft(JsonNode golden) throws IOException {
    byte[] samples = golden.get("samples").binaryValue();
    int width = golden.get("size").get(0).intValue();
    int height = golden.get("size").get(1).intValue();
    boolean grey = golden.get("file").textValue().equals("grey");
    DecodeOptions options =
        enough(golden.get("enough").get(0).intValue(), golden.get("enough").get(1).intValue())
            .colorMode(grey ? ColorMode.GRAYSCALE : ColorMode.RGB);

    Image image = ImageReader.decode(file(golden.get("file").textValue()), "golden", options);

    assertThat(image).isEqualTo(new Image(height, width, grey ? 1 : 3, samples));
  }

  @Test
  void decode_withoutAskingOrAsKeras_isWhole() throws IOException {
    ImageSize whole = new ImageSize(83, 109);
    assertThat(ImageReader.decode(file("420"), "whole").size()).isEqualTo(whole);
    assertThat(ImageReader.decode(file("420"), "whole", DecodeOptions.asKeras()).size())
        .isEqualTo(whole);
  }

  @Test
  void decode_lying_measuresThePictureUpright() throws IOException {
    byte[] lying =
        Files.readAllBytes(
            Path.of("src/test/resources/golden/image/pictures/jpeg-exif-turned.jpg"));
    Image whole = ImageReader.decode(lying, "lying");
    DecodeOptions half = enough(whole.width() / 2, whole.height() / 2);
    assertThat(ImageReader.decode(lying, "lying", half).size())
        .isEqualTo(new ImageSize((whole.height() + 1) / 2, (whole.width() + 1) / 2));
    assertThat(ImageReader.decode(lying, "lying", half.asStored(true)).size())
        .isEqualTo(new ImageSize(/* height= */ whole.width(), /* width= */ whole.height()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decode_cutOffOrDamaged_isRefused(JsonNode golden) throws IOException {
    byte[] content = file(golden.get("file").textValue());
    DecodeOptions options = enough(10, 10);
    byte[] cut = Arrays.copyOf(content, content.length - 300);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;
    for (byte[] damaged : new byte[][] {Arrays.copyOf(content, content.length - 2), cut}) {
      assertThatThrownBy(() -> ImageReader.decode(damaged, "holiday.jpg", options))
          .isInstanceOf(UnreadableImageException.class)
          .hasMessageStartingWith("holiday.jpg is ");
    }
  }

  private static DecodeOptions enough(int width, int height) {
    return new DecodeOptions().reducedFor(new ImageSize(height, width));
  }

  private static byte[] file(String name) throws IOException {
    return GOLDEN.get("files").get(name).binaryValue();
  }
}
