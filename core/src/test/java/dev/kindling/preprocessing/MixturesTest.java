package dev.kindling.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.Golden;
import dev.kindling.KerasArguments;
import dev.kindling.augment.Transform;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.image.ColorMode;
import dev.kindling.image.DecodeOptions;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import dev.kindling.image.Interpolation;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against the real Keras: each option alone, and random mixtures of all, from arrays, folders and
 * tables. Drawn transforms, labels, names and order are equal; numbers within 1e-4, saved pictures
 * within one grey level.
 */
class MixturesTest {

  private static final JsonNode GOLDEN = golden();

  /** What networks that were published take; by their names in the script. */
  private static final Map<String, UnaryOperator<Tensor>> PREPROCESSING =
      Map.of("halves", MixturesTest::halves, "bgr", MixturesTest::bgr);

  /** Held, since loggers that nobody holds are forgotten with their levels. */
  private static final Logger WARNINGS = Logger.getLogger(ImageDataGenerator.class.getName());

  @TempDir Path folder;

  /** Mixtures contradict themselves on purpose, hundreds of times. */
  @BeforeAll
  static void silenceWarnings() {
    WARNINGS.setLevel(Level.OFF);
  }

  @AfterAll
  static void hearWarnings() {
    WARNINGS.setLevel(null);
  }

  /** {@code -Dmixtures=FILE} takes what the script made from another seed. */
  private static JsonNode golden() {
    String file = System.getProperty("mixtures");
    try (GZIPInputStream in =
        new GZIPInputStream(
            new ByteArrayInputStream(
                file == null
                    ? Golden.bytes("preprocessing/mixtures.json.gz")
                    : Files.readAllBytes(Path.of(file))))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void getRandomTransform_drawsWhatKerasDraws() {
    for (JsonNode each : GOLDEN.get("cases")) {
      NumpyRandom random = new NumpyRandom(each.at("/flow/seed").longValue());
      ImageDataGenerator generator = KerasArguments.generator(each.get("generator"));
      for (JsonNode drawn : each.get("drawn")) {
        Transform transform =
            generator.getRandomTransform(
                each.at("/shape/0").intValue(), each.at("/shape/1").intValue(), random);
        assertThat(transform).as(each.get("generator").toString()).isEqualTo(transform(drawn));
      }
    }
  }

  @Test
  void flow_givesKerasBatchesAndFiles() throws IOException {
    Path root = writeFiles();
    int number = 0;
    for (JsonNode each : GOLDEN.get("cases")) {
      Path saved = Files.createDirectory(folder.resolve("saved" + number++));
      String description = description(each);
      try (Batches batches = batches(each, root, saved)) {
        if (batches instanceof FileBatches files) {
          assertThat(files.filenames()).as(description).isEqualTo(texts(each.get("filenames")));
          if (!each.get("class_indices").isNull()) {
            assertThat(new ObjectMapper().valueToTree(files.classIndices()).toString())
                .as(description)
                .isEqualTo(each.get("class_indices").toString());
          }
        }
        Map<String, byte[]> pictures = new TreeMap<>();
        for (JsonNode expected : each.get("batches")) {
          assertSame(batches.next(), expected, description);
          for (var file : expected.get("saved").properties()) {
            pictures.put(file.getKey(), Base64.getDecoder().decode(file.getValue().textValue()));
          }
        }
        assertSameFiles(saved, pictures, each.at("/shape/2").intValue(), description);
      }
    }
  }

  private static String description(JsonNode each) {
    return "%s %s, flow %s, fit %s, data %s"
        .formatted(
            each.get("kind").textValue(),
            each.get("generator"),
            each.get("flow"),
            each.get("fit"),
            each.path("data"));
  }

  private static void assertSame(Batch batch, JsonNode expected, String description) {
    float[] x = batch.x().data();
    float[] wanted = Golden.floats(expected.get("x"));
    // Numbers up to 1, as networks take them, to 1e-4; larger ones to as many digits.
    double tolerance = 1e-4 * Math.max(1, expected.get("largest").doubleValue());
    int every = GOLDEN.get("every").intValue();
    double worst = 0;
    for (int i = 0; i < wanted.length; i++) {
      worst = Math.max(worst, Math.abs(x[i * every] - wanted[i]));
    }
    assertThat(wanted.length).as(description).isEqualTo((x.length + every - 1) / every);
    assertThat(worst).as("between numbers and Keras's, %s", description).isLessThan(tolerance);
    JsonNode y = expected.get("y");
    if (y.isTextual()) {
      assertThat(labels(batch)).as(description).isEqualTo(x);
    } else if (y.isArray()) {
      assertThat(labels(batch)).as(description).isEqualTo(floats(y));
    } else {
      assertThat(batch.y()).as(description).isNull();
    }
    JsonNode weight = expected.get("weight");
    if (weight.isArray()) {
      assertThat(Objects.requireNonNull(batch.sampleWeight()).data())
          .as(description)
          .isEqualTo(floats(weight));
    } else {
      assertThat(batch.sampleWeight()).as(description).isNull();
    }
  }

  private static float[] labels(Batch batch) {
    return Objects.requireNonNull(batch.y()).data();
  }

  private static float[] floats(JsonNode numbers) {
    double[] doubles = Golden.doubles(numbers);
    float[] floats = new float[doubles.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  private static void assertSameFiles(
      Path saved, Map<String, byte[]> expected, int channels, String description)
      throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(saved)) {
      names = files.map(file -> file.getFileName().toString()).toList();
    }
    assertThat(names).as(description).containsExactlyInAnyOrderElementsOf(expected.keySet());
    ColorMode mode =
        Stream.of(ColorMode.values()).filter(each -> each.channels() == channels).toList().get(0);
    for (var file : expected.entrySet()) {
      Image image =
          ImageReader.read(saved.resolve(file.getKey()), DecodeOptions.asKeras().colorMode(mode));
      int worst = 0;
      for (int i = 0; i < image.data().length; i++) {
        worst = Math.max(worst, Math.abs((image.data()[i] & 0xff) - (file.getValue()[i] & 0xff)));
      }
      assertThat(worst)
          .as("grey levels between %s and Keras's, %s", file.getKey(), description)
          .isLessThan(2);
    }
  }

  private static Batches batches(JsonNode each, Path root, Path saved) throws IOException {
    JsonNode arguments = each.get("flow");
    FlowOptions flow = KerasArguments.flow(arguments).saveToDir(saved);
    ImageDataGenerator generator = fitted(each);
    String kind = each.get("kind").textValue();
    if (kind.equals("array")) {
      JsonNode data = each.get("data");
      int n = data.get("samples").intValue();
      Tensor weight = data.get("weighted").booleanValue() ? counted(n, 0.25f) : null;
      double[] values = Golden.doubles(data.get("values"));
      Tensor x = numbers(data.get("seed").longValue(), n, each.get("shape"), values);
      return generator.flow(x, counted(n, 10), weight, flow);
    }
    ClassMode mode =
        ClassMode.valueOf(arguments.path("class_mode").asText("none").toUpperCase(Locale.ROOT));
    if (arguments.get("class_mode").isNull()) {
      mode = ClassMode.NONE;
    }
    List<String> classes = texts(arguments.path("classes"));
    if (kind.equals("directory")) {
      DirectoryOptions options =
          new DirectoryOptions()
              .flow(flow)
              .load(load(arguments))
              .classMode(mode)
              .classes(classes)
              .followLinks(arguments.path("follow_links").asBoolean(false));
      return generator.flowFromDirectory(root, options);
    }
    DataframeOptions options =
        new DataframeOptions()
            .directory(root)
            .flow(flow)
            .load(load(arguments))
            .classMode(mode)
            .classes(classes);
    JsonNode y = arguments.path("y_col");
    if (!y.isMissingNode()) {
      options = options.yCol(y.isArray() ? texts(y) : List.of(y.textValue()));
    }
    if (arguments.has("weight_col")) {
      options = options.weightCol(arguments.get("weight_col").textValue());
    }
    Path csv = Files.writeString(saved.resolveSibling("table.csv"), each.get("csv").textValue());
    return generator.flowFromDataframe(Dataframe.readCsv(csv), options);
  }

  private static LoadOptions load(JsonNode arguments) {
    return new LoadOptions()
        .targetSize(
            arguments.at("/target_size/0").intValue(), arguments.at("/target_size/1").intValue())
        .colorMode(ColorMode.valueOf(upper(arguments.get("color_mode"))))
        .interpolation(Interpolation.valueOf(upper(arguments.get("interpolation"))))
        .keepAspectRatio(arguments.path("keep_aspect_ratio").asBoolean(false));
  }

  private static String upper(JsonNode text) {
    return text.textValue().toUpperCase(Locale.ROOT);
  }

  private static ImageDataGenerator fitted(JsonNode each) {
    ImageDataGenerator generator = KerasArguments.generator(each.get("generator"));
    JsonNode function = each.at("/generator/preprocessing_function");
    if (function.isTextual()) {
      generator = generator.preprocessingFunction(PREPROCESSING.get(function.textValue()));
    }
    JsonNode fit = each.get("fit");
    if (fit.isNull()) {
      return generator;
    }
    long seed = fit.get("seed").longValue();
    Tensor x =
        numbers(seed, fit.get("samples").intValue(), each.get("shape"), new double[] {0, 256});
    // Keras's statistics are of all pictures, ours of those that train.
    double split = generator.validationSplit();
    boolean augment = fit.get("augment").booleanValue();
    int rounds = augment ? fit.get("rounds").intValue() : 1;
    return generator.validationSplit(0).fit(x, null, augment, rounds, seed).validationSplit(split);
  }

  /** The array that the script made. */
  private static Tensor numbers(long seed, int n, JsonNode picture, double[] values) {
    int[] sizes = Golden.ints(picture);
    Tensor x = Tensor.zeros(Shape.of(n, sizes[0], sizes[1], sizes[2]));
    NumpyRandom random = new NumpyRandom(seed);
    float factor = (float) ((values[1] - values[0]) / 256);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = random.randint(256) * factor + (float) values[0];
    }
    return x;
  }

  private static Tensor counted(int n, float step) {
    Tensor counted = Tensor.zeros(n);
    for (int i = 0; i < n; i++) {
      counted.data()[i] = i * step;
    }
    return counted;
  }

  private Path writeFiles() throws IOException {
    Path root = folder.resolve("root");
    for (var file : GOLDEN.get("files").properties()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, Base64.getDecoder().decode(file.getValue().textValue()));
    }
    Files.write(root.resolve("cats/notes.txt"), "no picture".getBytes(StandardCharsets.UTF_8));
    return root;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    StreamSupport.stream(array.spliterator(), false).forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  private static Transform transform(JsonNode keras) {
    return new Transform(
        keras.get("theta").doubleValue(),
        keras.get("tx").doubleValue(),
        keras.get("ty").doubleValue(),
        keras.get("shear").doubleValue(),
        keras.get("zx").doubleValue(),
        keras.get("zy").doubleValue(),
        keras.get("flip_horizontal").asBoolean(),
        keras.get("flip_vertical").asBoolean(),
        number(keras.get("channel_shift_intensity")),
        number(keras.get("brightness")));
  }

  private static @Nullable Double number(JsonNode value) {
    return value.isNull() ? null : value.doubleValue();
  }

  private static Tensor halves(Tensor x) {
    Tensor changed = Tensor.zeros(x.shape());
    for (int i = 0; i < x.data().length; i++) {
      changed.data()[i] = x.data()[i] / 2 - 1;
    }
    return changed;
  }

  private static Tensor bgr(Tensor x) {
    int channels = x.shape().size(2);
    Tensor changed = Tensor.zeros(x.shape());
    for (int i = 0; i < x.data().length; i++) {
      changed.data()[i] = x.data()[i - i % channels + channels - 1 - i % channels];
    }
    return changed;
  }
}
