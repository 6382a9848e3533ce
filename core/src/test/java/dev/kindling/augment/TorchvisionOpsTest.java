package dev.kindling.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.image.Crop;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against torchvision's results (core/src/test/golden/augment/torchvision_ops.py): equal, but for
 * hues, blurs and bilinear warps. There torchvision's sums of floats, in an order of its own,
 * decide at times between two levels; one grey level is allowed.
 */
class TorchvisionOpsTest {

  private static final JsonNode GOLDEN = Golden.json("augment/torchvision_ops.json");

  static Stream<JsonNode> cases() {
    return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void apply_equalsTorchvision(JsonNode golden) throws Exception {
    int[] picture = Golden.ints(golden.get("picture"));
    Image before = picture(picture[0], picture[1], picture[2], picture[3]);
    byte[] untouched = before.data().clone();
    Image after = operation(golden).apply(before);
    assertThat(before.data()).as("the given picture").isEqualTo(untouched);
    if (golden.has("sha256")) {
      assertThat(sha256(after.data())).isEqualTo(golden.get("sha256").textValue());
      return;
    }
    byte[] expected = samples(golden.get("samples").textValue());
    assertThat(after.data()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      int difference = (after.data()[i] & 0xff) - (expected[i] & 0xff);
      assertThat(Math.abs(difference)).as("sample %d", i).isLessThanOrEqualTo(1);
    }
  }

  private static Operation operation(JsonNode golden) {
    JsonNode p = golden.get("parameters");
    String name = golden.get("name").textValue();
    return switch (name) {
      case "AdjustBrightness" -> new AdjustBrightness(p.get(0).doubleValue());
      case "AdjustContrast" -> new AdjustContrast(p.get(0).doubleValue());
      case "AdjustSaturation" -> new AdjustSaturation(p.get(0).doubleValue());
      case "AdjustSharpness" -> new AdjustSharpness(p.get(0).doubleValue());
      case "AdjustHue" -> new AdjustHue(p.get(0).doubleValue());
      case "Posterize" -> new Posterize(p.get(0).intValue());
      case "Solarize" -> new Solarize(p.get(0).doubleValue());
      case "AutoContrast" -> new AutoContrast();
      case "Equalize" -> new Equalize();
      case "Grayscale" -> new Grayscale();
      case "HorizontalFlip" -> new HorizontalFlip();
      case "GaussianBlur" -> new GaussianBlur(p.get(0).intValue(), p.get(1).doubleValue());
      case "Erase" -> new Erase(crop(p), p.get(4).intValue());
      case "Crop" -> {
        Crop crop = crop(p);
        ImageSize own = new ImageSize(crop.height(), crop.width());
        yield new ResizedCrop(crop, own, Interpolation.NEAREST);
      }
      case "Chosen" ->
          AugmentationSpace.operation(
              AugmentationSpace.Kind.valueOf(p.get(1).textValue()),
              p.get(2).doubleValue(),
              Interpolation.valueOf(p.get(0).textValue()));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Crop crop(JsonNode p) {
    return new Crop(
        p.get(0).intValue(), p.get(1).intValue(), p.get(2).intValue(), p.get(3).intValue());
  }

  /** Within two units in the last place of torchvision's floats, whose last bits vary. */
  @Test
  void strengths_areTorchvisions() {
    for (JsonNode golden : GOLDEN.get("strengths")) {
      int bins = golden.get("bins").intValue();
      AugmentationSpace space =
          golden.get("name").textValue().equals("RandAugment")
              ? AugmentationSpace.rand(new ImageSize(80, 100), bins)
              : AugmentationSpace.trivialWide(bins);
      AugmentationSpace.Kind kind = AugmentationSpace.Kind.valueOf(golden.get("kind").textValue());
      for (int i = 0; i < bins; i++) {
        float expected = golden.get("strengths").get(i).floatValue();
        assertThat(space.strength(kind, i))
            .as("%s of %d", kind, i)
            .isCloseTo(expected, within(2.0 * Math.ulp(expected)));
      }
    }
  }

  static Stream<JsonNode> mixtures() {
    return StreamSupport.stream(GOLDEN.get("mixtures").spliterator(), false);
  }

  /** Equal to a unit in the last place: torch may add and multiply at once. */
  @ParameterizedTest
  @MethodSource("mixtures")
  void mixture_equalsTorchvision(JsonNode golden) {
    Mixture mixture;
    if (golden.has("box")) {
      int[] box = Golden.ints(golden.get("box"));
      mixture = Patch.of(box[0], box[1], box[2], box[3], 4, 5);
      assertThat(mixture.lambda()).isEqualTo(golden.get("lambda").doubleValue());
    } else {
      mixture = new Blend(golden.get("lambda").doubleValue());
    }
    Tensor x = Tensor.of(Shape.of(3, 4, 5, 3), floats(golden.get("x")));
    Tensor y = Tensor.of(Shape.of(3, 3), floats(golden.get("y")));
    assertClose(mixture.pictures(x), floats(golden.get("mixed_x")));
    assertClose(mixture.labels(y), floats(golden.get("mixed_y")));
  }

  private static void assertClose(Tensor actual, float[] expected) {
    assertThat(actual.data()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual.data()[i] - expected[i]))
          .isLessThanOrEqualTo(Math.ulp(expected[i]));
    }
  }

  private static float[] floats(JsonNode array) {
    double[] doubles = Golden.doubles(array);
    float[] floats = new float[doubles.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  private static Image picture(int height, int width, int channels, int s) {
    byte[] samples = new byte[height * width * channels];
    for (int i = 0; i < samples.length; i++) {
      int level = (int) (((i + s) * 2654435761L) >> 13 & 0xff);
      samples[i] = (byte) (s % 2 == 0 ? level : i * 200L / samples.length + level / 8);
    }
    return new Image(height, width, channels, samples);
  }

  private static byte[] samples(String compressed) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(compressed);
    return new InflaterInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
  }

  private static String sha256(byte[] data) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
  }
}
