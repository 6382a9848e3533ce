package dev.kindling.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.kindling.Golden;
import org.junit.jupiter.api.Test;

/** Against the numbers of the real NumPy: equal to the last bit. */
class NumpyRandomTest {

  private static final JsonNode GOLDEN = Golden.json("random/numpy_random.json");

  @Test
  void mixedCalls_giveNumpysNumbers() {
    for (JsonNode stream : GOLDEN.get("streams")) {
      NumpyRandom random = new NumpyRandom(stream.get("seed").asLong());
      int call = 0;
      for (JsonNode step : stream.get("calls")) {
        assertThat(result(random, step.get("call").asText(), step.get("arguments")))
            .as("seed %s, call %d: %s", stream.get("seed"), call++, step)
            .isEqualTo(expected(step.get("result")));
      }
    }
  }

  @Test
  void random_giveNumpysNumbersInTheLongRun() {
    JsonNode run = GOLDEN.get("long_run");
    NumpyRandom random = new NumpyRandom(run.get("seed").asLong());
    for (JsonNode value : run.get("values")) {
      assertThat(random.random()).isEqualTo(value.doubleValue());
      for (int skipped = 1; skipped < run.get("every").intValue(); skipped++) {
        random.random();
      }
    }
  }

  /** But for the last bits of powers and logarithms. */
  @Test
  void beta_givesNumpysNumbers() {
    JsonNode betas = GOLDEN.get("betas");
    NumpyRandom random = new NumpyRandom(betas.get("seed").asLong());
    for (JsonNode beta : betas.get("values")) {
      double expected = beta.get(2).doubleValue();
      assertThat(random.beta(beta.get(0).doubleValue(), beta.get(1).doubleValue()))
          .isCloseTo(expected, within(1e-12 * expected));
    }
  }

  @Test
  void beta_ofLargerParameters_isRefused() {
    assertThatThrownBy(() -> new NumpyRandom(1).beta(1.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Received: a = 1.5, b = 1.0");
  }

  @Test
  void seed_startsTheNumbersAnew() {
    NumpyRandom random = new NumpyRandom(3);
    double first = random.random();
    random.permutation(10);
    random.seed(3);
    assertThat(random.random()).isEqualTo(first);
  }

  @Test
  void seed_outsideOfNumpysRangeIsRefused() {
    assertThatThrownBy(() -> new NumpyRandom(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Received: -1");
    assertThatThrownBy(() -> new NumpyRandom(1L << 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Received: 4294967296");
  }

  @Test
  void emptyRanges_areRefused() {
    NumpyRandom random = new NumpyRandom(0);
    assertThatThrownBy(() -> random.randint(5, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("low = 5, high = 5");
    assertThatThrownBy(() -> random.choice(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> random.choice(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The call's result, whole numbers as {@code long}. */
  private static Object result(NumpyRandom random, String call, JsonNode arguments) {
    JsonNode first = arguments.path(0);
    return switch (call) {
      case "random" -> random.random();
      case "uniform" -> random.uniform(first.doubleValue(), arguments.get(1).doubleValue());
      case "choice" ->
          first.isArray()
              ? (Object) random.choice(Golden.doubles(first))
              : (Object) (long) random.choice(first.intValue());
      case "permutation" -> random.permutation(first.intValue());
      case "randint" ->
          arguments.size() == 1
              ? random.randint(first.longValue())
              : random.randint(first.longValue(), arguments.get(1).longValue());
      default -> throw new AssertionError(call);
    };
  }

  private static Object expected(JsonNode result) {
    if (result instanceof ArrayNode array) {
      return Golden.ints(array);
    }
    return result.isIntegralNumber() ? (Object) result.longValue() : result.doubleValue();
  }
}
