package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.image.DecodeOptions;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindRateCommandTest {

  private static final Object[] QUICK = {
    "--image-size", 32, "--batch-size", 8, "--steps", 30, "--start-rate", "1e-5"
  };

  @TempDir Path folder;

  private static Object[] arguments(Object... first) {
    Object[] all = Arrays.copyOf(first, first.length + QUICK.length);
    System.arraycopy(QUICK, 0, all, first.length, QUICK.length);
    return all;
  }

  @Test
  void findRate_suggestsARate_andPlotsTheLoss() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 10);
    Path plot = folder.resolve("rates.png");

    Run run = Run.of(arguments("find-rate", leaves, "--out", plot, "--json"));

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("suggestion").doubleValue()).isBetween(1e-6, 1.0);
    assertThat(json.get("rates")).hasSameSizeAs(json.get("losses"));
    assertThat(json.get("rates").get(0).doubleValue()).isEqualTo(1e-5);
    Image image = ImageReader.read(plot, new DecodeOptions());
    assertThat(image.width()).isEqualTo(900);
    assertThat(image.height()).isEqualTo(540);
  }

  @Test
  void findRate_takesARecipe_butOnlyOneWithARate() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 10);
    Path plot = folder.resolve("rates.png");
    Path model = Leaves.train(folder);
    Path features = folder.resolve("features.json");
    Files.writeString(
        features,
        "{\"name\": \"features\", \"backbone\": \"efficientnet-lite0\", \"weights_sha256\": null, \"exact_decode\": false}");

    Run run = Run.of("find-rate", leaves, "--out", plot, "--recipe", model, "--steps", 30);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("A good learning rate: [0-9.e-]+\n")
        .contains("rates.png");
    assertThat(Run.of("find-rate", leaves, "--out", plot, "--recipe", features).err())
        .contains("only scratch takes a learning rate");
    assertThat(Run.of("find-rate", leaves, "--out", folder.resolve("rates.jpg")).err())
        .contains("end in .png");
    assertThat(Run.of("find-rate", leaves, "--steps", 3).err()).contains("steps");
  }
}
