package dev.kindling.layers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** How the numbers of a parameter begin, as Keras's initializers of the same names. */
public sealed interface Initializer
    permits Initializer.Constant,
        Initializer.RandomUniform,
        Initializer.RandomNormal,
        Initializer.VarianceScaling {

  /**
   * Sets the numbers of a parameter.
   *
   * @param keras the parameter's shape in Keras, which decides the fans
   */
  void fill(Tensor parameter, Shape keras, NumpyRandom random);

  /** Keras's JSON form. */
  ObjectNode toJson();

  private static ObjectNode json(String className, ObjectNode config) {
    return LayerConfig.object("keras.initializers", className, config);
  }

  private static ObjectNode seeded() {
    return JsonNodeFactory.instance.objectNode().putNull("seed");
  }

  /** Reads Keras's JSON form, in which a drawn one may bear a seed: it is passed over. */
  static Initializer read(Config config, String key) {
    JsonNode json = config.object(key);
    JsonNode options = json == null ? JsonNodeFactory.instance.nullNode() : json.path("config");
    String className = json == null ? "null" : json.path("class_name").asText();
    return switch (className) {
      case "Zeros" -> Initializers.ZEROS;
      case "Ones" -> Initializers.ONES;
      case "Constant" -> new Constant("Constant", options.path("value").asDouble());
      case "RandomUniform" ->
          new RandomUniform(options.path("minval").asDouble(), options.path("maxval").asDouble());
      case "RandomNormal", "TruncatedNormal" ->
          new RandomNormal(
              options.path("mean").asDouble(),
              options.path("stddev").asDouble(),
              className.equals("TruncatedNormal"));
      case "GlorotUniform" -> Initializers.GLOROT_UNIFORM;
      case "GlorotNormal" -> Initializers.GLOROT_NORMAL;
      case "HeUniform" -> Initializers.HE_UNIFORM;
      case "HeNormal" -> Initializers.HE_NORMAL;
      case "LecunUniform" -> Initializers.LECUN_UNIFORM;
      case "LecunNormal" -> Initializers.LECUN_NORMAL;
      case "VarianceScaling" ->
          new VarianceScaling(
              options.path("scale").asDouble(),
              options.path("mode").asText(),
              options.path("distribution").asText());
      default -> throw config.wrong(key, "an initializer of Keras's");
    };
  }

  /** The same number everywhere. */
  record Constant(String className, double value) implements Initializer {

    /** Keras's {@code Constant}. */
    public Constant(double value) {
      this("Constant", value);
    }

    @Override
    public void fill(Tensor parameter, Shape keras, NumpyRandom random) {
      Arrays.fill(parameter.data(), (float) value);
    }

    @Override
    public ObjectNode toJson() {
      ObjectNode config = JsonNodeFactory.instance.objectNode();
      return json(className, className.equals("Constant") ? config.put("value", value) : config);
    }
  }

  /** Uniform between two numbers. */
  record RandomUniform(double minval, double maxval) implements Initializer {

    @Override
    public void fill(Tensor parameter, Shape keras, NumpyRandom random) {
      float[] numbers = parameter.data();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.uniform(minval, maxval);
      }
    }

    @Override
    public ObjectNode toJson() {
      return json("RandomUniform", seeded().put("minval", minval).put("maxval", maxval));
    }
  }

  /**
   * Normal; truncated, what lies further than two standard deviations from the mean is drawn again.
   */
  record RandomNormal(double mean, double stddev, boolean truncated) implements Initializer {

    @Override
    public void fill(Tensor parameter, Shape keras, NumpyRandom random) {
      float[] numbers = parameter.data();
      for (int i = 0; i < numbers.length; i++) {
        double drawn = normal(random);
        while (truncated && Math.abs(drawn) > 2) {
          drawn = normal(random);
        }
        numbers[i] = (float) (mean + stddev * drawn);
      }
    }

    /** By the method of Box and Muller. */
    private static double normal(NumpyRandom random) {
      double radius = Math.sqrt(-2 * Math.log(1 - random.uniform(0, 1)));
      return radius * Math.cos(2 * Math.PI * random.uniform(0, 1));
    }

    @Override
    public ObjectNode toJson() {
      return json(
          truncated ? "TruncatedNormal" : "RandomNormal",
          seeded().put("mean", mean).put("stddev", stddev));
    }
  }

  /**
   * Of a variance of {@code scale / fan}, where the fans are the numbers of weights by which one
   * output depends on inputs, and one input acts on outputs.
   *
   * @param className Keras's name of the kind
   * @param scale above 0
   * @param mode {@code fan_in}, {@code fan_out}, or {@code fan_avg}: the mean of both
   * @param distribution {@code uniform}, {@code truncated_normal} or {@code untruncated_normal}
   */
  record VarianceScaling(String className, double scale, String mode, String distribution)
      implements Initializer {

    /** The standard deviation of a normal distribution that is cut at two of its own. */
    private static final double TRUNCATED_STDDEV = 0.8796256610342398;

    /** Checks the words. */
    public VarianceScaling {
      boolean known =
          List.of("fan_in", "fan_out", "fan_avg").contains(mode)
              && List.of("uniform", "truncated_normal", "untruncated_normal")
                  .contains(distribution);
      if (!known || !(scale > 0)) {
        throw new IllegalArgumentException(
            "A VarianceScaling needs a scale above 0, a mode of fan_in, fan_out or fan_avg, and a"
                + " distribution of uniform, truncated_normal or untruncated_normal. Received: "
                + "scale=%s, mode=%s, distribution=%s".formatted(scale, mode, distribution));
      }
    }

    /** Keras's {@code VarianceScaling}. */
    public VarianceScaling(double scale, String mode, String distribution) {
      this("VarianceScaling", scale, mode, distribution);
    }

    @Override
    public void fill(Tensor parameter, Shape keras, NumpyRandom random) {
      double variance = scale / Math.max(1, fan(keras));
      if (distribution.equals("uniform")) {
        double limit = Math.sqrt(3 * variance);
        new RandomUniform(-limit, limit).fill(parameter, keras, random);
        return;
      }
      boolean truncated = distribution.equals("truncated_normal");
      double stddev = Math.sqrt(variance) / (truncated ? TRUNCATED_STDDEV : 1);
      new RandomNormal(0, stddev, truncated).fill(parameter, keras, random);
    }

    private double fan(Shape keras) {
      double window = 1;
      for (int axis = 0; axis < keras.rank() - 2; axis++) {
        window *= keras.size(axis);
      }
      double in = window * (keras.rank() == 0 ? 1 : keras.size(keras.rank() == 1 ? 0 : -2));
      double out = window * (keras.rank() == 0 ? 1 : keras.size(-1));
      return mode.equals("fan_in") ? in : mode.equals("fan_out") ? out : (in + out) / 2;
    }

    @Override
    public ObjectNode toJson() {
      ObjectNode config = seeded();
      if (className.equals("VarianceScaling")) {
        config.put("scale", scale).put("mode", mode).put("distribution", distribution);
      }
      return json(className, config.putNull("input_axes").putNull("output_axes"));
    }
  }
}
