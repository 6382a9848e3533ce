package dev.kindling.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.data.SkippedFile;
import dev.kindling.experiments.ClassFigures;
import dev.kindling.experiments.EpochResult;
import dev.kindling.experiments.Evaluation;
import dev.kindling.experiments.Figures;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** What {@code --json} prints, in the words of README. */
final class Json {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  /** Prints one document. */
  static void print(PrintWriter out, JsonNode document) {
    try {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** JSON has no infinities, and no word for a share of nothing. */
  static JsonNode number(double value) {
    return Double.isFinite(value) ? NODES.numberNode(value) : NODES.nullNode();
  }

  static ArrayNode skipped(List<SkippedFile> skipped) {
    ArrayNode files = array();
    for (SkippedFile file : skipped) {
      files.addObject().put("file", file.file().toString()).put("reason", file.reason());
    }
    return files;
  }

  static ObjectNode epoch(EpochResult result) {
    ObjectNode epoch = object();
    epoch.put("epoch", result.epoch());
    epoch.set("loss", number(result.training().loss()));
    epoch.set("accuracy", number(result.training().accuracy()));
    Figures validation = result.validation();
    epoch.set("val_loss", validation == null ? NODES.nullNode() : number(validation.loss()));
    epoch.set(
        "val_accuracy", validation == null ? NODES.nullNode() : number(validation.accuracy()));
    epoch.set("seconds", number(result.seconds()));
    epoch.set("val_seconds", number(result.validationSeconds()));
    return epoch;
  }

  static ObjectNode figures(Figures figures) {
    ObjectNode json = object();
    json.set("accuracy", number(figures.accuracy()));
    json.set("loss", number(figures.loss()));
    json.put("pictures", figures.pictures());
    return json;
  }

  static ObjectNode evaluation(Evaluation evaluation) {
    ObjectNode json = object();
    json.put("part", evaluation.part().toString());
    json.put("pictures", evaluation.figures().pictures());
    json.set("accuracy", number(evaluation.figures().accuracy()));
    json.set("loss", number(evaluation.figures().loss()));
    ObjectNode perClass = json.putObject("per_class");
    for (ClassFigures figures : evaluation.perClass()) {
      ObjectNode one = perClass.putObject(figures.label());
      one.set("precision", number(figures.precision()));
      one.set("recall", number(figures.recall()));
      one.set("f1", number(figures.f1()));
      one.put("pictures", figures.pictures());
    }
    ObjectNode confusion = json.putObject("confusion");
    List<String> labels = evaluation.labels();
    for (int actual = 0; actual < labels.size(); actual++) {
      ObjectNode row = confusion.putObject(labels.get(actual));
      for (int predicted = 0; predicted < labels.size(); predicted++) {
        row.put(labels.get(predicted), evaluation.confusion().count(actual, predicted));
      }
    }
    json.set("skipped", skipped(evaluation.skipped()));
    return json;
  }
}
