package dev.kindling.engine;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;

/** One primitive with its memory, ready to run; what it does is said in errors and profiles. */
record Step(String description, primitive primitive, IntMemoryMap arguments) {

  void run(stream stream) {
    try {
      primitive.execute(stream, arguments);
    } catch (RuntimeException e) {
      throw new EngineException("The network failed at " + description + ": " + e.getMessage(), e);
    }
  }
}
