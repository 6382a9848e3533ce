package dev.kindling.callbacks;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.kindling.models.Callback;
import dev.kindling.models.CallbackState;
import dev.kindling.models.Model;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Writes the scores of each epoch as a row of a table, byte for byte as Keras's {@code CSVLogger}
 * does. After a crash, a training that goes on takes back the rows of what it does again.
 */
public final class CSVLogger implements Callback {

  private final Path file;
  private char separator = ',';
  private boolean append;

  private List<String> keys = List.of();

  /** Where the next row begins: what stands behind it was written by a process that ended. */
  private long length;

  /** A table in this file, which begins anew with each training. */
  public CSVLogger(Path file) {
    this.file = file;
  }

  /** Sets what stands between the columns. */
  public CSVLogger separator(char separator) {
    this.separator = separator;
    return this;
  }

  /** Sets whether rows are added to what the file holds. */
  public CSVLogger append(boolean append) {
    this.append = append;
    return this;
  }

  @Override
  public void onTrainBegin(Model model, int epochs, int steps) {
    keys = List.of();
    try {
      length = append && Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
    boolean begins = keys.isEmpty();
    if (begins) {
      keys = keys(logs);
    }
    List<String> row = new ArrayList<>(List.of(Integer.toString(epoch)));
    for (String key : keys) {
      Double value = logs.get(key);
      row.add(value == null ? "NA" : PythonNumbers.repr(value));
    }
    // Opened anew each time: what is written stays, whatever becomes of this process.
    try (RandomAccessFile table = open();
        CsvWriter csv = csv(new FileOutputStream(table.getFD()))) {
      if (begins && length == 0) {
        List<String> header = new ArrayList<>(List.of("epoch"));
        header.addAll(keys);
        csv.writeRecord(header);
      }
      csv.writeRecord(row);
      csv.flush();
      length = table.length();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** The table, where its next row begins. */
  private RandomAccessFile open() throws IOException {
    RandomAccessFile table = new RandomAccessFile(file.toFile(), "rw");
    table.setLength(Math.min(length, table.length()));
    table.seek(table.length());
    return table;
  }

  private UncheckedIOException cannotWrite(IOException e) {
    return new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
  }

  private CsvWriter csv(OutputStream out) {
    return CsvWriter.builder()
        .fieldSeparator(separator)
        .lineDelimiter(LineDelimiter.CRLF)
        .build(out);
  }

  /** The scores in order; without a validation in the first epoch, columns are kept for later. */
  private static List<String> keys(Map<String, Double> logs) {
    List<String> keys = new ArrayList<>(new TreeSet<>(logs.keySet()));
    if (keys.stream().noneMatch(key -> key.startsWith("val_"))) {
      List.copyOf(keys).forEach(key -> keys.add("val_" + key));
    }
    return keys;
  }

  @Override
  public CallbackState state() {
    return new CallbackState(
        Map.of("length", Long.toString(length), "keys", String.join(",", keys)), Map.of());
  }

  @Override
  public void restore(Model model, CallbackState state) {
    length = Long.parseLong(state.values().getOrDefault("length", "0"));
    String names = state.values().getOrDefault("keys", "");
    keys = names.isEmpty() ? List.of() : List.of(names.split(","));
    try {
      open().close();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }
}
