/**
 * Networks as data: operators, the values that flow between them, named parameters, shapes.
 *
 * <p>Operators mean what ONNX says they mean: pictures inside a network are {@code (n, channels,
 * height, width)}. Layers lower to a graph, the engine compiles it, the {@code onnx} package writes
 * and reads it; nothing here computes.
 */
@NullMarked
package dev.kindling.graph;

import org.jspecify.annotations.NullMarked;
