/**
 * Networks as files: a graph, its weights and a few words of metadata to and from one ordinary
 * {@code .onnx} file, which any ONNX runtime opens.
 *
 * <p>{@code OnnxModel} is the whole of it; reading takes files from anywhere and answers what it
 * cannot use with an error that names the trouble. What the metadata of a Kindling classifier mean
 * is known to those who write it (docs/model-format.md), not here. The Java of the file's schema is
 * generated from {@code src/main/proto/onnx.proto} into {@code dev.kindling.onnx.schema}.
 */
@NullMarked
package dev.kindling.onnx;

import org.jspecify.annotations.NullMarked;
