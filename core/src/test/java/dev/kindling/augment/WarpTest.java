package dev.kindling.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.random.NumpyRandom;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Against the pictures that the real Keras makes with SciPy. */
class WarpTest {

  private static final JsonNode GOLDEN = Golden.json("augment/transforms.json");

  /** One unit in the last place of a float near 255. */
  private static final float TOLERANCE = 1.6e-5f;

  @Test
  void apply_toBytesGivesKerasPixels() {
    for (JsonNode applied : GOLDEN.get("applied")) {
      byte[] samples = samples(applied);
      float[] out = new float[samples.length];
      warp(applied).apply(transform(applied), samples, 1, out, 0);
      assertThat(out)
          .as(description(applied))
          .containsExactly(Golden.floats(applied.get("pixels")), within(TOLERANCE));
    }
  }

  @Test
  void apply_toFloatsGivesTheSameWhereverTheyLie() {
    for (JsonNode applied : GOLDEN.get("applied")) {
      byte[] samples = samples(applied);
      float[] values = new float[samples.length + 5];
      for (int i = 0; i < samples.length; i++) {
        values[i + 5] = samples[i] & 0xff;
      }
      float[] out = new float[samples.length + 9];
      warp(applied).apply(transform(applied), values, 5, 1, out, 7);
      assertThat(Arrays.copyOfRange(out, 7, 7 + samples.length))
          .as(description(applied))
          .containsExactly(Golden.floats(applied.get("pixels")), within(TOLERANCE));
      assertThat(out).startsWith(new float[7]).endsWith(new float[2]);
    }
  }

  @Test
  void apply_rescalesAsKerasDoes() {
    int compared = 0;
    for (JsonNode applied : GOLDEN.get("applied")) {
      if (applied.has("rescaled")) {
        byte[] samples = samples(applied);
        float[] out = new float[samples.length];
        warp(applied).apply(transform(applied), samples, (float) (1 / 255.0), out, 0);
        assertThat(out)
            .as(description(applied))
            .containsExactly(Golden.floats(applied.get("rescaled")), within(6e-8f));
        compared++;
      }
    }
    assertThat(compared).isPositive();
  }

  /** There, the last bit of a sine or a product decides between the pixel and the constant. */
  @Test
  void apply_decidesAtTheVeryEdgeAsKerasDoes() {
    byte[] samples = new byte[31 * 31];
    Arrays.fill(samples, (byte) 1);
    float[] out = new float[31 * 31];
    Warp warp = new Warp(31, 31, 1, FillMode.CONSTANT, 0, 1);
    int row = 15 * 31;
    for (JsonNode ends : GOLDEN.get("middle_row_ends")) {
      double shear = ends.get(0).doubleValue();
      warp.apply(transform(0, shear, false), samples, 1, out, 0);
      assertThat(new float[] {out[row], out[row + 30]})
          .as("shear %s", shear)
          .containsExactly(ends.get(1).floatValue(), ends.get(2).floatValue());
    }
  }

  @Test
  void apply_leavesNothingBehindInTheWarp() {
    byte[] first = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    byte[] second = {9, 9, 9, 9, 9, 9, 9, 9, 9};
    Warp warp = new Warp(3, 3, 1, FillMode.NEAREST, 0, 1);
    float[] out = new float[9];
    warp.apply(transform(30, 0, true), first, 1, out, 0);
    warp.apply(transform(30, 0, false), second, 1, out, 0);
    assertThat(out).containsOnly(9);
  }

  private static Transform transform(double theta, double shear, boolean flipHorizontal) {
    return new Transform(theta, 0, 0, shear, 1, 1, flipHorizontal, false, null, null);
  }

  private static Warp warp(JsonNode applied) {
    return new Warp(
        applied.at("/shape/0").intValue(),
        applied.at("/shape/1").intValue(),
        applied.at("/shape/2").intValue(),
        FillMode.valueOf(applied.get("fill_mode").textValue().toUpperCase(Locale.ROOT)),
        applied.get("cval").doubleValue(),
        1);
  }

  private static Transform transform(JsonNode applied) {
    return TransformRangesTest.transform(applied.get("transform"));
  }

  /** The picture that the script made: as many random numbers below 256 as it has samples. */
  private static byte[] samples(JsonNode applied) {
    NumpyRandom random = new NumpyRandom(applied.get("picture_seed").longValue());
    int size = 1;
    for (JsonNode extent : applied.get("shape")) {
      size *= extent.intValue();
    }
    byte[] samples = new byte[size];
    for (int i = 0; i < size; i++) {
      samples[i] = (byte) random.randint(256);
    }
    return samples;
  }

  private static String description(JsonNode applied) {
    return "%s, shape %s, %s, cval %s"
        .formatted(
            applied.get("transform"),
            applied.get("shape"),
            applied.get("fill_mode"),
            applied.get("cval"));
  }
}
