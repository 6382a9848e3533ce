package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.data.DataFolderException;
import dev.kindling.data.Part;
import dev.kindling.data.SkippedFile;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

  private static final Classifier CLASSIFIER =
      new Classifier(List.of("green", "red"), Networks.PREPROCESSING, Networks.small(2, 1));

  @TempDir Path data;

  private final List<String> notices = new ArrayList<>();

  private Evaluation evaluate(@Nullable Part part) throws IOException {
    try (Scoring scoring = new Scoring(CLASSIFIER, new EngineOptions(Precision.F32, 2))) {
      return Evaluation.of(
          scoring,
          data,
          part,
          new ReadingListener() {
            @Override
            public void notice(String sentence) {
              notices.add(sentence);
            }
          });
    }
  }

  @Test
  void testPart_comesFirst() throws IOException {
    ColouredPictures.draw(data.resolve("train"), "red", 2, 1);
    ColouredPictures.draw(data.resolve("train"), "green", 2, 1);
    ColouredPictures.draw(data.resolve("val"), "red", 3, 1);
    ColouredPictures.draw(data.resolve("test"), "green", 4, 1);
    assertThat(evaluate(null).part()).isEqualTo(Part.TEST);
    assertThat(evaluate(null).figures().pictures()).isEqualTo(4);
    assertThat(evaluate(Part.VALIDATION).figures().pictures()).isEqualTo(3);
  }

  @Test
  void classes_areFoundByName() throws IOException {
    ColouredPictures.draw(data.resolve("test"), "blue", 3, 1);
    ColouredPictures.draw(data.resolve("test"), "red", 5, 1);
    Evaluation evaluation = evaluate(null);
    assertThat(notices)
        .containsExactly(
            "The classifier does not know the class 'blue': 3 of its files are left out.");
    assertThat(evaluation.labels()).containsExactly("green", "red");
    assertThat(evaluation.confusion().samples(0)).isZero();
    assertThat(evaluation.confusion().samples(1)).isEqualTo(5);
    assertThat(evaluation.perClass().get(0).recall()).isNaN();
  }

  @Test
  void unreadableFiles_areLeftOut() throws IOException {
    ColouredPictures.draw(data.resolve("test"), "red", 5, 1);
    Path empty = Files.createFile(data.resolve("test/red/empty.jpg"));
    Evaluation evaluation = evaluate(null);
    assertThat(evaluation.skipped()).containsExactly(new SkippedFile(empty, "is empty"));
    assertThat(evaluation.figures().pictures()).isEqualTo(5);
  }

  @Test
  void foldersThatMeasureNothing_areNamed() throws IOException {
    ColouredPictures.draw(data.resolve("test"), "blue", 1, 1);
    assertThatThrownBy(() -> evaluate(null))
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("test part of")
        .hasMessageContaining("[green, red]");
    assertThatThrownBy(() -> evaluate(Part.TRAIN)).hasMessageContaining("The train part");
    Files.createDirectories(data.resolve("test/red"));
    Files.createFile(data.resolve("test/red/empty.jpg"));
    assertThatThrownBy(() -> evaluate(null)).hasMessageContaining("Not one file of the test part");
  }
}
