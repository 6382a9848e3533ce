package dev.kindling.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PixelLimitTest {

  private static final Path PICTURES = Path.of("src/test/resources/golden/image/pictures");

  @ParameterizedTest
  @MethodSource("dev.kindling.image.ImageReaderTest#pictures")
  void read_morePixelsThanTheLimit_isRefused(String line) throws IOException {
    Path file = PICTURES.resolve(line.substring(0, line.indexOf(' ')));
    long pixels = ImageReader.read(file).size().pixels();
    DecodeOptions enough = new DecodeOptions().pixelLimit(pixels);
    assertThat(ImageReader.read(file, enough).size().pixels()).isEqualTo(pixels);
    if (pixels > 1) {
      assertThatThrownBy(() -> ImageReader.read(file, enough.pixelLimit(pixels - 1)))
          .isInstanceOf(UnreadableImageException.class)
          .hasMessageContaining("is too large: ")
          .hasMessageEndingWith("and at most %,d are read".formatted(pixels - 1));
    }
  }

  @Test
  void checkMemory_morePixelsThanMemory_saysWhatToDo() throws BrokenPictureException {
    ImageReader.checkMemory(4000, 3000, 250_000_000);
    assertThatThrownBy(() -> ImageReader.checkMemory(8000, 8000, 512 << 20))
        .isInstanceOf(BrokenPictureException.class)
        .hasMessage(
            "is too large for this Java process: 8000 x 8000 pixels can take 1,220 MB of memory, and"
                + " it may take 512. Start it with more (java -Xmx)");
  }
}
