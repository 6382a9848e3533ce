package dev.kindling.graph;

import dev.kindling.tensor.Shape;

/**
 * A value that a network is given: its name, element type and shape, whose outermost axis is the
 * free batch axis.
 */
public record Input(String name, ElementType type, Shape shape) {}
