package dev.kindling.experiments;

import dev.kindling.experiments.FineTuned.Effort;

/**
 * How long it takes to train a network further and to measure what comes of it, and whether there
 * is so much time left.
 *
 * @param pictures how many are trained on in the end
 * @param learntFrom how many the trainings without those held back have together
 * @param measured how many validation pictures
 * @param looking seconds for a blank one in the networks beside
 * @param ending seconds that have to be left for regressions and the file
 */
record FineTuningTime(
    Clock clock, int pictures, int learntFrom, int measured, double looking, double ending) {

  /**
   * How much slower than blank pictures real ones may be looked at: the machine may be shared with
   * others.
   */
  private static final double SLACK = 1.5;

  /**
   * Whether a network can be tried.
   *
   * @param seen how many pictures the frozen part has looked at already
   * @param pace seconds for a picture there
   * @param training seconds for a picture in training
   * @param last seconds of the training with all pictures after that
   */
  boolean isThereFor(Effort effort, int seen, double pace, double training, double last) {
    double looks = (effort.variants() * pictures - seen) * pace;
    double trainings = (double) effort.passes() * learntFrom * training;
    return isThereFor(looks + trainings + last, pace, training);
  }

  /** Whether there is time for so many seconds of work, and to measure then. */
  boolean isThereFor(double seconds, double pace, double training) {
    return seconds + toMeasure(pace, training) + ending < clock.left();
  }

  /** Seconds in which the validation pictures are looked at. */
  double toMeasure(double pace, double training) {
    // Half of a training step is looking, at most.
    return measured * (SLACK * looking + pace + training / 2);
  }
}
