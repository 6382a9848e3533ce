package dev.kindling.models;

import dev.kindling.optimizers.OptimizerState;
import dev.kindling.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A training between two batches: all that it needs to go on as if it had not been interrupted.
 *
 * @param weights the model's
 * @param optimizer what the optimizer remembers
 * @param epochs the whole epochs
 * @param done how many batches of the epoch at work are done
 * @param seconds the time they took
 * @param running what was counted in them
 * @param callbacks what each callback remembers
 */
record TrainingState(
    Map<String, Tensor> weights,
    OptimizerState optimizer,
    List<Epoch> epochs,
    int done,
    double seconds,
    List<double[]> running,
    List<CallbackState> callbacks) {}
