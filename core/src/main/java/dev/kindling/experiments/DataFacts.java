package dev.kindling.experiments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.data.Pictures;
import dev.kindling.files.ContentHash;
import java.nio.charset.StandardCharsets;

/**
 * Which pictures a classifier was trained on and measured with.
 *
 * @param digest SHA-256 over the pictures' contents, their classes and their order; equal digests
 *     mean equal data, wherever it lies
 * @param training how many pictures it was trained on
 * @param validation how many it was measured with
 */
public record DataFacts(String digest, int training, int validation) {

  static DataFacts of(Pictures training, Pictures validation) {
    String digests = "train %s\nvalidation %s\n".formatted(training.digest(), validation.digest());
    return new DataFacts(
        ContentHash.of(digests.getBytes(StandardCharsets.UTF_8)),
        training.size(),
        validation.size());
  }

  ObjectNode toJson() {
    return Json.object()
        .put("sha256", digest)
        .put("training", training)
        .put("validation", validation);
  }

  static DataFacts fromJson(Json json) {
    DataFacts facts =
        new DataFacts(json.text("sha256"), json.integer("training"), json.integer("validation"));
    json.end();
    return facts;
  }
}
