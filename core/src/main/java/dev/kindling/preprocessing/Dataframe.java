package dev.kindling.preprocessing;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of texts with named columns, as {@code pandas.read_csv(file, dtype=str)} gives it: what
 * {@link ImageDataGenerator#flowFromDataframe} takes the names and labels of pictures from.
 *
 * @param columns the names of the columns
 * @param rows the texts of each row, one for each column; empty for what is missing
 */
public record Dataframe(List<String> columns, List<List<String>> rows) {

  /** Checks that every row has every column. */
  public Dataframe {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != columns.size()) {
        throw new IllegalArgumentException(
            "Row %d should have a text for each of the columns %s. Received: %s"
                .formatted(i + 1, columns, rows.get(i)));
      }
    }
  }

  /**
   * The table in a file of comma-separated values in UTF-8, quoted where need be, whose first line
   * names the columns.
   *
   * @throws IOException if it cannot be read, or is no such table; the message names the file
   */
  public static Dataframe readCsv(Path file) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().detectBomHeader(true).ofCsvRecord(file)) {
      for (CsvRecord line : reader) {
        lines.add(line.getFields());
      }
    } catch (CsvParseException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("%s is no table: %s".formatted(file, cause.getMessage()), e);
    }
    if (lines.isEmpty()) {
      throw new IOException(
          file + " is empty. Its first line must name the columns, as filename,class");
    }
    return new Dataframe(lines.get(0), lines.subList(1, lines.size()));
  }

  /**
   * The texts of a column.
   *
   * @param argument the argument that names it, for errors
   */
  List<String> column(String name, String argument) {
    int at = columns.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException(
          "There is no such column in the table, which has %s. Received: %s=%s"
              .formatted(columns, argument, name));
    }
    return rows.stream().map(row -> row.get(at)).toList();
  }

  /** The table with some of the rows only. */
  Dataframe only(List<Integer> some) {
    return new Dataframe(columns, some.stream().map(rows::get).toList());
  }
}
