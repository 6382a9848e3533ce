package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The sum of two or more values, broadcast to each other. Keras: {@code Add}. */
public record Add() implements Layer {

  @Override
  public String lower(String name, List<String> inputs, Lowering to) {
    return to.fold(this, name, new dev.kindling.graph.Add(), inputs);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    return lower(name, List.of(input), to);
  }

  @Override
  public void writeOptions(ObjectNode config) {}

  @Override
  public boolean isBuilt() {
    return true;
  }
}
