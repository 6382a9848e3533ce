/**
 * Weights in the files of other programs: NumPy's .npy and .npz, .safetensors, PyTorch's .pth,
 * Keras's .h5. {@link dev.kindling.weights.WeightFile} reads any of them, told by content; a class
 * for each format reads and writes that one.
 *
 * <p>A file is not trusted: it is read in bounded memory, nothing in it is run, and what is wrong
 * with it is said by a {@link dev.kindling.weights.WeightFileException}.
 */
@NullMarked
package dev.kindling.weights;

import org.jspecify.annotations.NullMarked;
