package dev.kindling.models;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has the layers of a network work, each as soon as what it takes is there: in the order of the
 * layers where that is possible. A network has one order so, whether it is put together or read
 * from a file.
 *
 * @param <V> what stands for a value
 */
final class CallOrder<V> {

  /** Does the work. */
  interface Work<V> {
    /**
     * A layer works.
     *
     * @param place which of its places it is, from 0
     * @return what it makes
     */
    List<V> at(Member member, int place, List<V> taken);
  }

  /** A layer's places that have not been reached yet, the next one first. */
  private record Waiting<V>(Member member, Deque<List<V>> places, int allPlaces) {}

  private final Map<V, List<Waiting<V>>> missing = new HashMap<>();
  private final Deque<Waiting<V>> ready = new ArrayDeque<>();
  private int left;

  /**
   * An order.
   *
   * @param places what each layer takes, in each of its places; in the order of the layers
   */
  CallOrder(Map<Member, List<List<V>>> places) {
    places.forEach(
        (member, each) -> {
          ready.add(new Waiting<>(member, new ArrayDeque<>(each), each.size()));
          left += each.size();
        });
  }

  /**
   * Goes through it.
   *
   * @param there the values that are there from the beginning
   * @return how many places could not be reached, as something that they take is made nowhere
   */
  int run(List<V> there, Work<V> work) {
    Set<V> made = new HashSet<>(there);

    while (!ready.isEmpty()) {
      Waiting<V> next = ready.remove();
      List<V> taken = next.places().peek();
      if (taken == null) {
        continue;
      }
      V first = firstMissing(taken, made);
      if (first != null) {
        missing.computeIfAbsent(first, key -> new ArrayList<>()).add(next);
        continue;
      }
      int place = next.allPlaces() - next.places().size();
      next.places().remove();
      left--;
      for (V value : work.at(next.member(), place, taken)) {
        made.add(value);
        ready.addAll(missing.getOrDefault(value, List.of()));
      }
      ready.add(next);
    }
    return left;
  }

  private static <V> @Nullable V firstMissing(List<V> values, Set<V> made) {
    for (V value : values) {
      if (!made.contains(value)) {
        return value;
      }
    }
    return null;
  }
}
