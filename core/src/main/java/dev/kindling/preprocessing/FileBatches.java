package dev.kindling.preprocessing;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Batches of the pictures in files, from a folder of class folders or a table: Keras's {@code
 * DirectoryIterator} and {@code DataFrameIterator}.
 */
public final class FileBatches implements Batches {

  private final Batches batches;
  private final Map<String, Integer> classIndices;
  private final List<String> filenames;

  FileBatches(Batches batches, List<String> classes, List<String> filenames) {
    this.batches = batches;
    this.filenames = List.copyOf(filenames);
    Map<String, Integer> indices = new LinkedHashMap<>();
    classes.forEach(name -> indices.put(name, indices.size()));
    this.classIndices = Collections.unmodifiableMap(indices);
  }

  /**
   * The number of each class, by its name, in order: Keras's {@code class_indices}. Empty where
   * samples have no classes.
   */
  public Map<String, Integer> classIndices() {
    return classIndices;
  }

  /**
   * The samples' files, as the table names them or relative to the folder: Keras's {@code
   * filenames}.
   */
  public List<String> filenames() {
    return filenames;
  }

  @Override
  public int samples() {
    return batches.samples();
  }

  @Override
  public int size() {
    return batches.size();
  }

  @Override
  public Batch next() {
    return batches.next();
  }

  @Override
  public void skip(long number) {
    batches.skip(number);
  }

  @Override
  public void reset() {
    batches.reset();
  }

  @Override
  public void close() {
    batches.close();
  }
}
