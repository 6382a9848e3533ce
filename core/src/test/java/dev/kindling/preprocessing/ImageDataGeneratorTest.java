package dev.kindling.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.KerasArguments;
import dev.kindling.augment.FillMode;
import dev.kindling.augment.Interval;
import dev.kindling.augment.Shift;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import dev.kindling.image.Interpolation;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the batches and saved pictures of the real Keras. */
class ImageDataGeneratorTest {

  private static final JsonNode GOLDEN = Golden.json("preprocessing/flows.json");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void flow_givesKerasBatchesAndFilesAtAnyNumberOfThreads(int threads) throws IOException {
    int number = 0;
    for (JsonNode flow : GOLDEN.get("arrays")) {
      Path saved = folder.resolve("array" + number++);
      FlowOptions options =
          KerasArguments.flow(flow.get("options")).threads(threads).saveToDir(saved);
      try (Batches batches =
          KerasArguments.generator(flow.get("generator"))
              .flow(pictures(flow), labels(flow.get("samples").intValue()), options)) {
        assertSameBatches(batches, flow, saved);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void flowFromDirectory_givesKerasBatchesAndFilesAtAnyNumberOfThreads(int threads)
      throws IOException {
    Path root = writeDirectory();
    int number = 0;
    for (JsonNode flow : GOLDEN.get("directories")) {
      Path saved = folder.resolve("directory" + number++);
      DirectoryOptions options =
          directoryOptions(flow.get("options")).threads(threads).saveToDir(saved);
      try (FileBatches batches =
          KerasArguments.generator(flow.get("generator")).flowFromDirectory(root, options)) {
        assertThat(batches.filenames())
            .as("%s", flow.get("options"))
            .containsExactlyElementsOf(texts(flow.get("filenames")));
        assertThat(batches.classIndices().toString())
            .isEqualTo("{Zebra=0, cats=1, dogs=2, empty=3}");
        assertSameBatches(batches, flow, saved);
      }
    }
  }

  /** Without files to save, batches are made ahead; what is made ahead must not show. */
  @Test
  void flow_isTheSameWhenBatchesAreMadeAhead() throws IOException {
    for (JsonNode flow : GOLDEN.get("arrays")) {
      Tensor x = pictures(flow);
      Tensor y = labels(x.shape().size(0));
      ImageDataGenerator generator = KerasArguments.generator(flow.get("generator"));
      FlowOptions options = KerasArguments.flow(flow.get("options"));
      try (Batches ahead = generator.flow(x, y, options.threads(2));
          Batches saving = generator.flow(x, y, options.saveToDir(folder.resolve("s")))) {
        for (int i = 0; i < flow.get("batches").size(); i++) {
          if (flow.get("reset_after").asInt(-1) == i) {
            ahead.reset();
            saving.reset();
          }
          Batch batch = ahead.next();
          Batch same = saving.next();
          assertThat(batch.x().data()).as("%s, batch %d", flow, i).isEqualTo(same.x().data());
          assertThat(y(batch).data()).isEqualTo(y(same).data());
        }
      }
    }
  }

  @Test
  void flow_withoutSeedDiffersFromRunToRun() {
    Tensor x = Tensor.zeros(64, 1, 1, 1);
    for (int i = 0; i < 64; i++) {
      x.data()[i] = i;
    }
    ImageDataGenerator generator = new ImageDataGenerator();
    try (Batches one = generator.flow(x, new FlowOptions().batchSize(64));
        Batches other = generator.flow(x, new FlowOptions().batchSize(64))) {
      float[] first = one.next().x().data();
      assertThat(first).containsExactlyInAnyOrder(x.data()).isNotEqualTo(other.next().x().data());
    }
  }

  @Test
  void flow_givesLabelsOfAnyShape() {
    Tensor y = Tensor.of(Shape.of(3, 2), new float[] {1, 2, 3, 4, 5, 6});
    FlowOptions options = new FlowOptions().batchSize(2).shuffle(false);
    try (Batches batches = new ImageDataGenerator().flow(Tensor.zeros(3, 1, 1, 1), y, options)) {
      assertThat(batches.size()).isEqualTo(2);
      assertThat(y(batches.next()).data()).containsExactly(1, 2, 3, 4);
      Tensor last = y(batches.next());
      assertThat(last.shape()).isEqualTo(Shape.of(1, 2));
      assertThat(last.data()).containsExactly(5, 6);
    }
  }

  @Test
  void withers_changeWhatTheyAreNamedAfter() {
    ImageDataGenerator generator =
        new ImageDataGenerator()
            .rescale(0.5)
            .rotationRange(40)
            .widthShiftRange(0.2)
            .heightShiftRange(12)
            .shearRange(0.3)
            .zoomRange(0.25)
            .horizontalFlip(true)
            .fillMode(FillMode.WRAP)
            .cval(7);
    assertThat(generator.rescale()).isEqualTo(0.5);
    assertThat(generator.rotationRange()).isEqualTo(40);
    assertThat(generator.widthShiftRange()).isEqualTo(new Shift.Uniform(0.2));
    assertThat(generator.heightShiftRange()).isEqualTo(new Shift.WholePixels(12));
    assertThat(generator.shearRange()).isEqualTo(0.3);
    assertThat(generator.zoomRange()).isEqualTo(new Interval(0.75, 1.25));
    assertThat(generator.horizontalFlip()).isTrue();
    assertThat(generator.fillMode()).isEqualTo(FillMode.WRAP);
    assertThat(generator.cval()).isEqualTo(7);
    assertThat(generator.widthShiftRange(List.of(1.0)).widthShiftRange())
        .isEqualTo(new Shift.OneOf(List.of(1.0)));
    assertThat(generator.zoomRange(0.5, 3).zoomRange()).isEqualTo(new Interval(0.5, 3));
  }

  @Test
  void wrongArguments_areRefused() throws IOException {
    ImageDataGenerator generator = new ImageDataGenerator();
    FlowOptions options = new FlowOptions();
    assertRefused(() -> generator.rescale(0), "rescale", "0.0");
    assertRefused(() -> generator.rotationRange(-1), "rotationRange", "-1.0");
    assertRefused(() -> generator.cval(Double.NaN), "cval", "NaN");
    assertRefused(() -> options.batchSize(0), "batchSize", "0");
    assertRefused(() -> options.threads(0), "threads", "0");
    assertRefused(() -> options.seed(-1), "seed", "-1");
    assertRefused(() -> options.savePrefix("../cat"), "savePrefix", "../cat");
    assertRefused(() -> generator.flow(Tensor.zeros(2, 2, 3), options), "x must", "(2, 2, 3)");
    assertRefused(
        () -> generator.flow(Tensor.zeros(2, 4, 4, 3), Tensor.zeros(3), options), "labels", "2");
    assertRefused(
        () -> generator.flow(Tensor.zeros(2, 4, 4, 2), options.saveToDir(folder)),
        "saveToDir",
        "pictures of shape (4, 4, 2)");
    assertThatThrownBy(() -> generator.flow(Tensor.zeros(0, 4, 4, 3), options))
        .hasMessageContaining("no pictures");

    Path root = writeDirectory();
    DirectoryOptions binary = new DirectoryOptions().classMode(ClassMode.BINARY);
    assertThatThrownBy(() -> generator.flowFromDirectory(root, binary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ClassMode.CATEGORICAL")
        .hasMessageContaining("[Zebra, cats, dogs, empty]");
    assertThatThrownBy(() -> generator.flowFromDirectory(root.resolve("missing"), binary))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> generator.flowFromDirectory(root.resolve("dogs"), binary))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no pictures in class folders");
  }

  private static void assertRefused(Runnable call, String subject, String received) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(subject)
        .hasMessageContaining("Received: " + received);
  }

  private static void assertSameBatches(Batches batches, JsonNode flow, Path saved)
      throws IOException {
    int number = 0;
    Map<String, byte[]> expectedFiles = new TreeMap<>();
    for (JsonNode expected : flow.get("batches")) {
      String description =
          "%s %s, batch %d".formatted(flow.get("generator"), flow.get("options"), number);
      if (flow.get("reset_after").asInt(-1) == number++) {
        batches.reset();
      }
      Batch batch = batches.next();
      assertThat(batch.size()).as(description).isEqualTo(expected.get("indices").size());
      if (expected.get("y").isNull()) {
        assertThat(batch.y()).as(description).isNull();
      } else {
        assertThat(y(batch).data()).as(description).isEqualTo(flat(expected.get("y")));
      }
      if (expected.has("x")) {
        assertThat(batch.x().data())
            .as(description)
            .containsExactly(Golden.floats(expected.get("x")), within(1.6e-5f));
      }
      for (var file : expected.get("saved").properties()) {
        expectedFiles.put(file.getKey(), Base64.getDecoder().decode(file.getValue().textValue()));
      }
      assertSameFiles(saved, expectedFiles, description);
    }
  }

  private static void assertSameFiles(Path saved, Map<String, byte[]> expected, String description)
      throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(saved)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    assertThat(names).as(description).containsExactlyInAnyOrderElementsOf(expected.keySet());
    for (String name : names) {
      Image image = ImageReader.read(saved.resolve(name));
      byte[] samples = Objects.requireNonNull(expected.get(name));
      int step = image.data().length / samples.length; // 3 for a grey picture, read as colours
      int worst = 0;
      for (int i = 0; i < samples.length; i++) {
        worst = Math.max(worst, Math.abs((image.data()[i * step] & 0xff) - (samples[i] & 0xff)));
      }
      assertThat(worst)
          .as("grey levels between %s and Keras's, %s", name, description)
          .isLessThan(2);
    }
  }

  /** The array that the script made: random numbers below 256. */
  private static Tensor pictures(JsonNode flow) {
    JsonNode shape = flow.get("shape");
    Tensor x =
        Tensor.zeros(
            flow.get("samples").intValue(),
            shape.get(0).intValue(),
            shape.get(1).intValue(),
            shape.get(2).intValue());
    NumpyRandom random = new NumpyRandom(77);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = random.randint(256);
    }
    return x;
  }

  private static Tensor labels(int samples) {
    Tensor y = Tensor.zeros(samples);
    for (int i = 0; i < samples; i++) {
      y.data()[i] = i * 10;
    }
    return y;
  }

  private Path writeDirectory() throws IOException {
    Path root = folder.resolve("root");
    for (String name : texts(GOLDEN.get("folders"))) {
      Files.createDirectories(root.resolve(name));
    }
    for (var file : GOLDEN.get("files").properties()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, Base64.getDecoder().decode(file.getValue().textValue()));
    }
    return root;
  }

  private static DirectoryOptions directoryOptions(JsonNode arguments) {
    return new DirectoryOptions()
        .flow(KerasArguments.flow(arguments))
        .targetSize(
            arguments.at("/target_size/0").intValue(), arguments.at("/target_size/1").intValue())
        .interpolation(
            arguments.has("interpolation") ? Interpolation.BILINEAR : Interpolation.NEAREST)
        .classMode(arguments.has("class_mode") ? ClassMode.NONE : ClassMode.CATEGORICAL);
  }

  private static Tensor y(Batch batch) {
    return Objects.requireNonNull(batch.y());
  }

  private static float[] flat(JsonNode labels) {
    List<Float> flat = new ArrayList<>();
    for (JsonNode label : labels) {
      if (label.isArray()) {
        label.forEach(value -> flat.add(value.floatValue()));
      } else {
        flat.add(label.floatValue());
      }
    }
    float[] values = new float[flat.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = flat.get(i);
    }
    return values;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }
}
