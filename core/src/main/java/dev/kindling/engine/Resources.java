package dev.kindling.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** The native objects of one program, freed together, the latest first. */
final class Resources implements AutoCloseable {

  private final List<Pointer> kept = new ArrayList<>();

  /** Does work whose native objects are freed at its end, but for those that were kept. */
  static <T> T within(Supplier<T> work) {
    PointerScope scope = new PointerScope();
    try {
      return work.get();
    } finally {
      scope.close();
    }
  }

  /** Keeps an object past the scope in which it was made. */
  <P extends Pointer> P keep(P object) {
    object.retainReference();
    kept.add(object);
    return object;
  }

  @Override
  public void close() {
    for (int i = kept.size() - 1; i >= 0; i--) {
      kept.get(i).releaseReference();
    }
    kept.clear();
  }
}
