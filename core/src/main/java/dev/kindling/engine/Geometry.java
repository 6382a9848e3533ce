package dev.kindling.engine;

import dev.kindling.graph.Window;

/** A window in oneDNN's terms. */
final class Geometry {

  final long[] size;
  final long[] strides;
  final long[] before;
  final long[] after;

  Geometry(Window window) {
    size = new long[] {window.height(), window.width()};
    strides = new long[] {window.strideHeight(), window.strideWidth()};
    before = new long[] {window.padding().top(), window.padding().left()};
    after = new long[] {window.padding().bottom(), window.padding().right()};
  }
}
