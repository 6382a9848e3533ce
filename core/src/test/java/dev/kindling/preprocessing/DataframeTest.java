package dev.kindling.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of pictures: how they are read, and what is wrong with some. */
class DataframeTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of("a.png", "b, c.png")) {
      ImageWriter.write(new Image(1, 1, 1, new byte[1]), folder.resolve(name), ImageFormat.PNG);
    }
  }

  private Dataframe table(String csv) throws IOException {
    return Dataframe.readCsv(Files.writeString(folder.resolve("table.csv"), csv));
  }

  private FileBatches flow(String csv, DataframeOptions options) throws IOException {
    return new ImageDataGenerator()
        .flowFromDataframe(table(csv), options.directory(folder).targetSize(1, 1).shuffle(false));
  }

  @Test
  void readCsv_takesQuotesAndByteOrderMarks() throws IOException {
    Dataframe table =
        table("\ufefffilename,class\r\n\"b, c.png\",\"say \"\"hi\"\"\"\r\na.png,\r\n");
    assertThat(table.columns()).containsExactly("filename", "class");
    assertThat(table.rows())
        .containsExactly(List.of("b, c.png", "say \"hi\""), List.of("a.png", ""));
  }

  @Test
  void readCsv_namesTheFileThatIsNoTable() throws IOException {
    Path file = folder.resolve("table.csv");
    assertThatThrownBy(() -> table("filename,class\na.png,cat,7\n"))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is no table: Record 2 has 3 fields, but first record had 2 fields");
    assertThatThrownBy(() -> table("")).hasMessageContaining(file + " is empty");
  }

  @Test
  void classesAreThoseOfFilesThatExist() throws IOException {
    String csv = "filename,class\n\"b, c.png\",dog\ngone.png,owl\na.png,cat\n";
    try (FileBatches batches = flow(csv, new DataframeOptions())) {
      assertThat(batches.classIndices().toString()).isEqualTo("{cat=0, dog=1}");
      assertThat(batches.filenames()).containsExactly("b, c.png", "a.png");
      assertThat(Objects.requireNonNull(batches.next().y()).data()).containsExactly(0, 1, 1, 0);
    }
  }

  @Test
  void wrongTables_areRefusedByColumnAndRow() {
    DataframeOptions options = new DataframeOptions();
    assertRefused("name,class\na.png,cat\n", options, "Received: xCol=filename");
    assertRefused("filename,class\na.png,\n", options, "Row 1 has none. Received: yCol=class");
    assertRefused(
        "filename,class\na.png,cat\n", options.classMode(ClassMode.BINARY), "Found 1: [cat]");
    assertRefused(
        "filename,class\na.png,cat\n",
        options.classMode(ClassMode.RAW),
        "must hold numbers, as yCol asks for. Received: 'cat'");
    assertRefused(
        "filename,class,w\na.png,cat,much\n", options.weightCol("w"), "as weightCol asks for");
    assertRefused("filename,class\ngone.png,cat\n", options, "There are no pictures");
    assertThatThrownBy(() -> options.yCol(List.of("a", "b")))
        .hasMessageContaining("Received: yCol=[a, b]");
  }

  private void assertRefused(String csv, DataframeOptions options, String reason) {
    assertThatThrownBy(() -> flow(csv, options).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
