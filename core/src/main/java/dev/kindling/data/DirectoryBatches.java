package dev.kindling.data;

import java.util.List;
import java.util.Map;

/** Batches of the pictures in a folder of class folders: Keras's {@code DirectoryIterator}. */
public final class DirectoryBatches implements Batches {

  private final Batches batches;
  private final KerasDirectory listing;

  DirectoryBatches(Batches batches, KerasDirectory listing) {
    this.batches = batches;
    this.listing = listing;
  }

  /** The number of each class, by its name, in order: Keras's {@code class_indices}. */
  public Map<String, Integer> classIndices() {
    return listing.classIndices();
  }

  /** The samples' files, relative to the folder: Keras's {@code filenames}. */
  public List<String> filenames() {
    return listing.filenames();
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
  public void reset() {
    batches.reset();
  }

  @Override
  public void close() {
    batches.close();
  }
}
