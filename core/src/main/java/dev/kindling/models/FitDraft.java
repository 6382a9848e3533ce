package dev.kindling.models;

import dev.kindling.data.Batches;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a training while one of them is changed: what a wither fills in. It begins with
 * Keras's defaults.
 */
final class FitDraft {

  int epochs = 1;
  int initialEpoch = 0;
  int batchSize = 32;
  boolean shuffle = true;
  int stepsPerEpoch = 0;
  @Nullable Batches validationData = null;
  int validationSteps = 0;
  int validationFreq = 1;
  Map<Integer, Double> classWeight = Map.of();
  long seed = 0;
  List<Callback> callbacks = List.of();
  @Nullable Checkpoint checkpoint = null;

  FitDraft() {}

  FitDraft(FitOptions options) {
    epochs = options.epochs();
    initialEpoch = options.initialEpoch();
    batchSize = options.batchSize();
    shuffle = options.shuffle();
    stepsPerEpoch = options.stepsPerEpoch();
    validationData = options.validationData();
    validationSteps = options.validationSteps();
    validationFreq = options.validationFreq();
    classWeight = options.classWeight();
    seed = options.seed();
    callbacks = options.callbacks();
    checkpoint = options.checkpoint();
  }
}
