package dev.kindling.backbones;

import dev.kindling.models.Model;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of PyTorch's state dicts for the weights of a model whose layers are named as PyTorch's
 * modules. Their axes lie in the same order here and there.
 */
final class TorchNames {

  private static final Map<String, String> NAMES =
      Map.of(
          "kernel", "weight",
          "bias", "bias",
          "gamma", "weight",
          "beta", "bias",
          "moving_mean", "running_mean",
          "moving_variance", "running_var");

  private TorchNames() {}

  /**
   * Sets all weights of a model from a state dict; what else is in it is left aside.
   *
   * @throws IllegalArgumentException naming the weights that are missing or have another shape
   */
  static void load(Model model, Map<String, Tensor> state) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    List<String> misfits = new ArrayList<>();
    model
        .getWeights()
        .forEach(
            (name, now) -> {
              String theirs = of(name);
              @Nullable Tensor found = state.get(theirs);
              if (found == null) {
                misfits.add("%s is missing".formatted(theirs));
              } else if (!found.shape().equals(now.shape())) {
                misfits.add("%s is %s, not %s".formatted(theirs, found.shape(), now.shape()));
              } else {
                weights.put(name, found);
              }
            });
    if (!misfits.isEmpty()) {
      throw new IllegalArgumentException(
          "These weights are not those of %s: %s%s"
              .formatted(
                  model.name(),
                  String.join("; ", misfits.subList(0, Math.min(3, misfits.size()))),
                  misfits.size() > 3 ? "; and " + (misfits.size() - 3) + " more" : ""));
    }
    model.setWeights(weights);
  }

  static String of(String weight) {
    int slash = weight.lastIndexOf('/');
    return weight.substring(0, slash) + "." + NAMES.get(weight.substring(slash + 1));
  }
}
