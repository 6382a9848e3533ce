package dev.kindling.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageWriterTest {

  private static final Path PICTURES = Path.of("src/test/resources/golden/image/pictures");

  @Test
  void png_readsBackUnchanged(@TempDir Path folder) throws IOException {
    Image image = ImageReader.read(PICTURES.resolve("png-rgb.png"));
    Path file = folder.resolve("copy.png");
    ImageWriter.write(image, file, ImageFormat.PNG);
    assertThat(ImageReader.read(file)).isEqualTo(image);
  }

  @Test
  void png_grey_readsBackRepeated() throws IOException {
    Image grey = new Image(2, 3, 1, new byte[] {0, 100, (byte) 200, 7, 8, 9});
    Image back = ImageReader.decode(ImageWriter.encode(grey, ImageFormat.PNG), "grey");
    assertThat(back).isEqualTo(new Image(2, 3, 3, Samples.repeatGrey(grey.data())));
  }

  @Test
  void jpeg_givesThePixelsOfPillowsDefault() throws IOException {
    Image image = ImageReader.read(PICTURES.resolve("png-rgb.png"));
    Image back = ImageReader.decode(ImageWriter.encode(image, ImageFormat.JPEG), "jpeg");
    Image pillows = ImageReader.read(PICTURES.resolve("jpeg-of-png-rgb.jpg"));
    assertThat(back).isEqualTo(pillows);
  }

  @Test
  void write_noFolder_namesTheFile(@TempDir Path folder) {
    Image image = new Image(1, 1, 3, new byte[3]);
    assertThatThrownBy(
            () -> ImageWriter.write(image, folder.resolve("none/a.png"), ImageFormat.PNG))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("a.png");
  }

  @Test
  void encode_twoChannels_isRefused() {
    assertThatThrownBy(() -> ImageWriter.encode(new Image(1, 1, 2, new byte[2]), ImageFormat.PNG))
        .hasMessage("A picture to write has 1 or 3 channels, or 4 as PNG. Received: 2");
  }
}
