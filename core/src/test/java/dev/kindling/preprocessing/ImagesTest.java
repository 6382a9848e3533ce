package dev.kindling.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.image.ColorMode;
import dev.kindling.image.Image;
import dev.kindling.image.Interpolation;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real Keras: equal to the last grey level. */
class ImagesTest {

  private static final JsonNode GOLDEN = Golden.json("preprocessing/images.json");

  @TempDir Path folder;

  private static byte[] bytes(JsonNode encoded) {
    return Base64.getDecoder().decode(encoded.textValue());
  }

  @Test
  void arrayToImg_givesKerasPixels() {
    for (JsonNode each : GOLDEN.get("arrays")) {
      Tensor x = Tensor.zeros(Shape.of(Golden.ints(each.get("shape"))));
      double[] values = Golden.doubles(each.get("values"));
      NumpyRandom random = new NumpyRandom(each.get("seed").longValue());
      for (int i = 0; i < x.data().length; i++) {
        float factor = (float) ((values[1] - values[0]) / 256);
        x.data()[i] = random.randint(256) * factor + (float) values[0];
      }
      assertThat(Images.arrayToImg(x, each.get("scale").booleanValue()).data())
          .as(each.toString())
          .isEqualTo(bytes(each.get("picture")));
    }
  }

  @Test
  void loadImg_givesKerasPixels() throws IOException {
    Path file = Files.write(folder.resolve("a.png"), bytes(GOLDEN.get("file")));
    for (JsonNode each : GOLDEN.get("files")) {
      JsonNode arguments = each.get("options");
      String mode = arguments.get("color_mode").textValue().toUpperCase(Locale.ROOT);
      String rule = arguments.get("interpolation").textValue().toUpperCase(Locale.ROOT);
      LoadOptions options =
          new LoadOptions()
              .colorMode(ColorMode.valueOf(mode))
              .interpolation(Interpolation.valueOf(rule))
              .keepAspectRatio(arguments.get("keep_aspect_ratio").booleanValue());
      if (arguments.has("target_size")) {
        int[] size = Golden.ints(arguments.get("target_size"));
        options = options.targetSize(size[0], size[1]);
      }
      Image image = Images.loadImg(file, options);
      assertThat(image.data()).as(arguments.toString()).isEqualTo(bytes(each.get("picture")));
      assertThat(Images.imgToArray(image).shape())
          .isEqualTo(Shape.of(Golden.ints(each.get("shape"))));
    }
  }

  @Test
  void saveImg_writesWhatLoadImgReads() throws IOException {
    Tensor x = Tensor.of(Shape.of(1, 2, 3), new float[] {0, 10, 20, 30, 40, 255});
    for (String name : new String[] {"a.png", "b.PNG"}) {
      Path file = folder.resolve(name);
      Images.saveImg(file, x);
      assertThat(Images.imgToArray(Images.loadImg(file, new LoadOptions())).data())
          .isEqualTo(x.data());
    }
    Images.saveImg(folder.resolve("c.jpg"), x, false);
    assertThat(Images.loadImg(folder.resolve("c.jpg"), new LoadOptions()).width()).isEqualTo(2);
    assertThatThrownBy(() -> Images.saveImg(folder.resolve("d.webp"), x))
        .hasMessageContaining("ends in png, jpg or jpeg")
        .hasMessageContaining("d.webp");
  }

  @Test
  void whatIsNoPicture_isRefused() {
    assertThatThrownBy(() -> Images.arrayToImg(Tensor.zeros(1, 2, 2, 3)))
        .hasMessageContaining("Received: (1, 2, 2, 3)");
    assertThatThrownBy(() -> Images.arrayToImg(Tensor.zeros(2, 2, 2)))
        .hasMessageContaining("1, 3 or 4 channels");
    Tensor deep = Tensor.of(Shape.of(1, 1, 1), new float[] {256});
    assertThatThrownBy(() -> Images.arrayToImg(deep, false)).hasMessageContaining("8 bits");
  }
}
