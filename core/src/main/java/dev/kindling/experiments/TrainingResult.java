package dev.kindling.experiments;

import dev.kindling.data.SkippedFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param classifier as it was after the last whole epoch, or after the chosen one
 * @param epochs what each whole epoch came to
 * @param chosen the number of the epoch whose classifier it is, where the validation pictures have
 *     chosen that; 0 where they have chosen nothing
 * @param training how many pictures were trained on
 * @param validation how the classifier does on the validation pictures; null if there are none.
 *     Where these have chosen the epoch, new pictures will find it somewhat worse
 * @param skipped the files that were left out
 * @param seconds how long the run took
 * @param stopped whether it was {@linkplain Training#stop() stopped} before its last epoch was done
 */
public record TrainingResult(
    Classifier classifier,
    List<EpochResult> epochs,
    int chosen,
    int training,
    @Nullable Figures validation,
    List<SkippedFile> skipped,
    double seconds,
    boolean stopped) {

  /** Copies the lists. */
  public TrainingResult {
    epochs = List.copyOf(epochs);
    skipped = List.copyOf(skipped);
  }
}
