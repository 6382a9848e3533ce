package dev.kindling.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden pictures: made, and read by Pillow, in core/src/test/golden/image/pictures.py. */
class ImageReaderTest {

  private static final Path PICTURES = Path.of("src/test/resources/golden/image/pictures");

  static Stream<String> pictures() throws IOException {
    List<String> lines = Files.readAllLines(PICTURES.resolve("index.txt"));
    return lines.stream().filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void read_equalsPillow(String line) throws IOException {
    DecodeOptions options = DecodeOptions.asKeras();
    assertEqualsPillow(line, "rgb", options);
    assertEqualsPillow(line, "grey", options.colorMode(ColorMode.GRAYSCALE));
    assertEqualsPillow(line, "rgba", options.colorMode(ColorMode.RGBA));
    assertEqualsPillow(line, "over", options.background(0x336699));
    assertEqualsPillow(line, "upright", new DecodeOptions());
  }

  /** Not every kind of pixels was written for every picture; red, green and blue were. */
  private static void assertEqualsPillow(String line, String kind, DecodeOptions options)
      throws IOException {
    String[] parts = line.split(" ", -1);
    Path file = PICTURES.resolve(parts[0]);
    Path golden = PICTURES.resolve(parts[0] + "." + kind);
    if (!kind.equals("rgb") && !Files.exists(golden)) {
      return;
    }
    Image image = ImageReader.read(file, options);
    if (options.asStored()) {
      int width = Integer.parseInt(parts[1]);
      int height = Integer.parseInt(parts[2]);
      assertThat(image.size()).isEqualTo(new ImageSize(height, width));
    }
    byte[] expected = Files.readAllBytes(golden);
    assertThat(image.data()).hasSameSizeAs(expected);
    int largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs((image.data()[i] & 0xff) - (expected[i] & 0xff)));
    }
    assertThat(largest).as(kind).isLessThanOrEqualTo(Integer.parseInt(parts[3]));
  }

  @Test
  void decode_turnedAndInOtherColours_equalsPillow() throws IOException {
    Image rgb = ImageReader.read(PICTURES.resolve("jpeg-420.jpg"));
    byte[] turned = Files.readAllBytes(PICTURES.resolve("jpeg-exif-turned.jpg"));
    Image upright = ImageReader.decode(turned, "turned");
    assertThat(upright.size())
        .isEqualTo(new ImageSize(/* height= */ rgb.width(), /* width= */ rgb.height()));
    // Orientation 6: the first row stands in the last column.
    assertThat(upright.data()[3 * (upright.width() - 1)]).isEqualTo(rgb.data()[0]);
    assertThat(ImageReader.decode(turned, "turned", DecodeOptions.asKeras())).isEqualTo(rgb);
    DecodeOptions grey = new DecodeOptions().colorMode(ColorMode.GRAYSCALE);
    assertThat(ImageReader.read(PICTURES.resolve("jpeg-grey.jpg"), grey).channels()).isEqualTo(1);
    DecodeOptions rgba = new DecodeOptions().colorMode(ColorMode.RGBA);
    assertThat(ImageReader.read(PICTURES.resolve("jpeg-420.jpg"), rgba).data()[3])
        .isEqualTo((byte) 255);
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void decode_cutOffAnywhere_isRefusedOrWhole(String line) throws IOException {
    String name = line.substring(0, line.indexOf(' '));
    byte[] content = Files.readAllBytes(PICTURES.resolve(name));
    Image whole = ImageReader.decode(content, name);
    for (int length = 0; length < content.length; length += 1 + content.length / 200) {
      byte[] start = Arrays.copyOf(content, length);
      try {
        // The end of some files holds no pixels any more.
        assertThat(ImageReader.decode(start, name)).isEqualTo(whole);
      } catch (UnreadableImageException e) {
        assertThat(e.reason()).isNotBlank();
      }
    }
    // The first half of these holds the first frame.
    if (!name.equals("gif-animated.gif") && !name.equals("tiff-pages.tif")) {
      assertUnreadable(Arrays.copyOf(content, content.length / 2), "is ");
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void decode_flippedBits_neverFailsOtherwiseThanNamed(String line) throws IOException {
    String name = line.substring(0, line.indexOf(' '));
    byte[] content = Files.readAllBytes(PICTURES.resolve(name));
    for (int i = 0; i < content.length; i += 1 + content.length / 200) {
      byte[] damaged = content.clone();
      damaged[i] ^= (byte) (1 << (i % 8));
      try {
        assertThat(ImageReader.decode(damaged, name)).isNotNull();
      } catch (UnreadableImageException e) {
        assertThat(e.reason()).isNotBlank().doesNotContain("\n");
      }
    }
  }

  @Test
  void decode_jpegCutOff_saysSo() throws IOException {
    byte[] content = Files.readAllBytes(PICTURES.resolve("jpeg-420.jpg"));
    assertUnreadable(Arrays.copyOf(content, content.length - 2), "is cut off");
    assertUnreadable(Arrays.copyOf(content, content.length - 40), "is cut off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif-no-palette.gif", "gif-interlaced.gif"})
  void decode_gifOfFewerPixelsThanItSays_isRefused(String name) throws IOException {
    byte[] content = Files.readAllBytes(PICTURES.resolve(name));
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int palette = (content[10] & 0x80) == 0 ? 0 : 3 << ((content[10] & 7) + 1);
    int frame = 13 + palette;
    while (content[frame] != ',') {
      frame++;
    }
    bytes.putShort(frame + 7, (short) (bytes.getShort(frame + 7) + 1));
    assertUnreadable(content, "is damaged");
  }

  @Test
  void decode_otherContent_saysWhatItIs() {
    assertUnreadable("", "is empty");
    assertUnreadable(
        "These are not pixels.\nAt all.", "begins with the text \"These are not pixels.\"");
    assertUnreadable("<!DOCTYPE html><html>", "is a web page");
    assertUnreadable("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "is a picture in HEIC");
    assertUnreadable("\0\0\0\u001cftypavif\0\0\0\0avifmif1", "save it as JPEG or PNG");
    assertUnreadable("8BPS\0\u0001", "is a picture in Photoshop's format");
    assertUnreadable("\u00ff\n\u0001", "is a picture in JPEG XL");
    assertUnreadable("\u0001\u0002\u00ff", "begins with the bytes 01 02 ff");
  }

  @Test
  void decode_absurdSize_isRefusedFromTheHeader() throws IOException {
    byte[] png = Files.readAllBytes(PICTURES.resolve("png-rgb.png"));
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
    assertUnreadable(png, "is too large: 60000 x 60000 pixels");
  }

  @Test
  void read_noFileOrFolder_isNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> ImageReader.read(folder.resolve("none.jpg")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.jpg");
    assertThatThrownBy(() -> ImageReader.read(folder))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage(folder + " is a folder, not a picture");
  }

  @Test
  void decode_manyThreads_equalsOne() throws Exception {
    byte[] content = Files.readAllBytes(PICTURES.resolve("jpeg-progressive.jpg"));
    Image expected = ImageReader.decode(content, "one");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Image>> images =
          threads.invokeAll(
              Collections.nCopies(200, () -> ImageReader.decode(content, "one of many")));
      for (Future<Image> image : images) {
        assertThat(image.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void assertUnreadable(String content, String reason) {
    assertUnreadable(content.getBytes(StandardCharsets.ISO_8859_1), reason);
  }

  private static void assertUnreadable(byte[] content, String reason) {
    assertThatThrownBy(() -> ImageReader.decode(content, "holiday.jpg"))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageStartingWith("holiday.jpg ")
        .hasMessageContaining(reason);
  }
}
