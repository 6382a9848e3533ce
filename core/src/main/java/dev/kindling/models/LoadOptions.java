package dev.kindling.models;

/**
 * How weights are taken out of a file of Keras's.
 *
 * @param byName whether layers are found by their names, and those without a namesake in the file
 *     left as they are; otherwise by their order
 * @param skipMismatch whether what does not fit is left as it is; otherwise nothing is loaded then
 * @param flattenOrder in which order pictures were flattened when the file's weights were made
 */
public record LoadOptions(boolean byName, boolean skipMismatch, FlattenOrder flattenOrder) {

  /** In which order the numbers of a picture become features, in front of a {@code Dense}. */
  public enum FlattenOrder {
    /** By rows, columns, channels, the last fastest: TensorFlow's way, and this library's. */
    CHANNELS_LAST,
    /** By channels, rows, columns: Theano's way, and PyTorch's. */
    CHANNELS_FIRST
  }

  /** Keras's defaults: by order, and all must fit. */
  public LoadOptions() {
    this(false, false, FlattenOrder.CHANNELS_LAST);
  }

  /** These options with layers found by name, or not. */
  public LoadOptions byName(boolean byName) {
    return new LoadOptions(byName, skipMismatch, flattenOrder);
  }

  /** These options with what does not fit left as it is, or not. */
  public LoadOptions skipMismatch(boolean skipMismatch) {
    return new LoadOptions(byName, skipMismatch, flattenOrder);
  }

  /** These options with another order of flattened pictures. */
  public LoadOptions flattenOrder(FlattenOrder flattenOrder) {
    return new LoadOptions(byName, skipMismatch, flattenOrder);
  }
}
