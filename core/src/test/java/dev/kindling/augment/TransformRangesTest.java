package dev.kindling.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.KerasArguments;
import dev.kindling.random.NumpyRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against what the real Keras draws: equal to the last bit, and no random number more or less. */
class TransformRangesTest {

  private static final JsonNode GOLDEN = Golden.json("augment/transforms.json");

  @Test
  void draw_givesKerasTransforms() {
    for (JsonNode drawn : GOLDEN.get("drawn")) {
      TransformRanges ranges = KerasArguments.ranges(drawn.get("options"));
      NumpyRandom random = new NumpyRandom(drawn.get("seed").longValue());
      for (JsonNode expected : drawn.get("transforms")) {
        Transform transform =
            ranges.draw(random, drawn.at("/size/0").intValue(), drawn.at("/size/1").intValue());
        assertThat(transform).as("%s", drawn).isEqualTo(transform(expected));
      }
      assertThat(random.random()).as("%s", drawn).isEqualTo(drawn.get("next").doubleValue());
    }
  }

  @Test
  void ranges_thatAreNotRangesAreRefused() {
    assertRefused(() -> ranges(-1, Shift.NONE, 0, 1, 1), "rotationRange", "-1.0");
    assertRefused(() -> ranges(Double.NaN, Shift.NONE, 0, 1, 1), "rotationRange", "NaN");
    assertRefused(() -> ranges(0, Shift.NONE, -0.2, 1, 1), "shearRange", "-0.2");
    assertRefused(() -> ranges(0, Shift.NONE, 0, -0.5, 2.5), "zoomRange", "-0.5, 2.5");
    assertRefused(() -> ranges(0, Shift.NONE, 0, 1.2, 0.8), "interval", "1.2, 0.8");
    assertRefused(() -> new Shift.Uniform(-0.1), "shift range", "-0.1");
    assertRefused(() -> new Shift.WholePixels(-3), "shift range", "-3");
    assertRefused(() -> new Shift.OneOf(List.of()), "list of shifts", "[]");
  }

  private static TransformRanges ranges(
      double rotation, Shift shift, double shear, double zoomLow, double zoomHigh) {
    return new TransformRanges(
        rotation, shift, shift, null, shear, new Interval(zoomLow, zoomHigh), 0, false, false);
  }

  private static void assertRefused(Runnable construction, String subject, String received) {
    assertThatThrownBy(construction::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(subject)
        .hasMessageContaining("Received: " + received);
  }

  static Transform transform(JsonNode keras) {
    return new Transform(
        keras.path("theta").asDouble(0),
        keras.path("tx").asDouble(0),
        keras.path("ty").asDouble(0),
        keras.path("shear").asDouble(0),
        keras.path("zx").asDouble(1),
        keras.path("zy").asDouble(1),
        keras.path("flip_horizontal").asBoolean(false),
        keras.path("flip_vertical").asBoolean(false),
        number(keras.path("channel_shift_intensity")),
        number(keras.path("brightness")));
  }

  private static @Nullable Double number(JsonNode value) {
    return value.isNumber() ? value.doubleValue() : null;
  }
}
