package dev.kindling.experiments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.regression.Predictions;
import java.util.Locale;

/**
 * Something that was tried, and how it did on training pictures that were held back.
 *
 * @param what in words
 * @param held what it predicted of them; nothing where a class has too few pictures to hold some
 *     back
 */
record Attempt(String what, Predictions held) {

  /** A line for people. */
  String line(double seconds) {
    String how =
        held.size() == 0
            ? "too few pictures of a class to try it"
            : String.format(
                Locale.ROOT,
                "%.2f %% of %d training pictures held back, cross-entropy %.4f",
                100 * held.accuracy(),
                held.size(),
                held.loss());
    return "%s: %s; %s s".formatted(what, how, Math.round(seconds));
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("what", what);
    return held.size() == 0
        ? json
        : json.put("pictures", held.size())
            .put("loss", held.loss())
            .put("accuracy", held.accuracy());
  }
}
