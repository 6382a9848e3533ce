package dev.kindling.experiments;

import dev.kindling.data.Pictures;
import dev.kindling.models.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The features of pictures by one network: those kept from earlier runs, and those that have to be
 * computed now.
 */
final class FrozenFeatures implements AutoCloseable {

  private final FrozenNetwork network;
  private final RunOptions options;
  private final TrainingListener listener;
  private final KeptFeatures kept;

  /** Those of a network, of which none are computed yet. */
  FrozenFeatures(FrozenNetwork network, RunOptions options, TrainingListener listener) {
    this.network = network;
    this.options = options;
    this.listener = listener;
    this.kept = new KeptFeatures(network, options, listener::notice);
  }

  /** Whether the features of a picture are kept, by the hash of its file. */
  Predicate<String> known() {
    return content -> kept.of(content, Variant.ITSELF.words()) != null;
  }

  /**
   * The features of pictures, {@code [picture][feature]}.
   *
   * @param variant what is made of each picture first
   * @param goingOn called with the share that is computed, now and then; throws to end the work.
   *     What was computed is kept
   * @throws IOException if the network's weights or a picture cannot be read
   */
  float[][] of(Pictures pictures, Variant variant, GoingOn goingOn) throws IOException {
    List<String> contents = pictures.hashes();
    float[][] rows = new float[pictures.size()][];
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      float[] known = kept.of(contents.get(i), variant.words());
      if (known == null) {
        missing.add(i);
      } else {
        rows[i] = known;
      }
    }
    if (!missing.isEmpty()) { // To compile the network takes a while, too.
      compute(pictures, variant, missing, rows, goingOn);
    }
    return rows;
  }

  /** Is asked now and then whether to go on. */
  interface GoingOn {
    /**
     * Throws to end the work.
     *
     * @param computed how many pictures have been computed
     * @param of how many
     */
    void requireAfter(int computed, int of);
  }

  private void compute(
      Pictures pictures, Variant variant, List<Integer> missing, float[][] rows, GoingOn goingOn)
      throws IOException {
    try (Model model = network.model();
        FeatureExtraction extraction =
            new FeatureExtraction(model, network.preprocessing().imageSize(), options.engine());
        ReadAhead<float[]> computed =
            new ReadAhead<>(
                missing.size(),
                index -> {
                  int picture = missing.get(index);
                  String content = pictures.hashes().get(picture);
                  return extraction.of(variant.of(pictures.load(picture), content));
                },
                extraction.threads())) {
      int known = rows.length - missing.size();
      for (int i = 0; i < missing.size(); i++) {
        goingOn.requireAfter(i, missing.size());
        int picture = missing.get(i);
        rows[picture] = computed.next();
        kept.put(pictures.hashes().get(picture), variant.words(), rows[picture]);
        listener.computing(known + i + 1, rows.length);
      }
    }
  }

  @Override
  public void close() {
    kept.close();
  }
}
