package dev.kindling.experiments;

import dev.kindling.regression.CrossValidation;
import dev.kindling.regression.Predictions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that was tried: a regression on what some networks see, and how it did in
 * cross-validation among the training pictures.
 *
 * @param networks which look at the same pictures, side by side
 * @param variants how many of each picture they learn from
 * @param balanced whether all classes count alike together, however many pictures each has
 * @param choice how that did
 */
record Trial(
    List<FrozenNetwork> networks, int variants, boolean balanced, CrossValidation.Choice choice) {

  /** Losses this near each other are the same: the simpler one is taken. */
  private static final double SAME = 0.02;

  Trial {
    networks = List.copyOf(networks);
  }

  /** Whether it does better than another by more than a trifle. */
  boolean beats(Trial other) {
    return isLess(loss(), other.loss());
  }

  /** Whether one loss is less than another by more than a trifle. */
  static boolean isLess(double loss, double other) {
    return loss < other * (1 - SAME);
  }

  /**
   * Whether small classes do better than in another, on average over the classes, at no cost to all
   * pictures together.
   */
  boolean isFairerThan(Trial other) {
    Predictions mine = choice.predictions();
    Predictions others = other.choice.predictions();
    return mine.accuracyOfClasses() > others.accuracyOfClasses()
        && mine.accuracy() >= others.accuracy();
  }

  /** The mean loss of pictures held back; NaN where none were. */
  double loss() {
    return choice.predictions().loss();
  }

  /** Whether pictures were held back to try it. */
  boolean isTried() {
    return choice.predictions().size() > 0;
  }

  /** Whether chance may be why another does better than this: by less than one standard error. */
  boolean isAboutAsGoodAs(Trial other) {
    double[] mine = choice.predictions().losses();
    double[] others = other.choice.predictions().losses();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < mine.length; i++) {
      double difference = mine[i] - others[i];
      sum += difference;
      squares += difference * difference;
    }
    double mean = sum / mine.length;
    double variance = squares / mine.length - mean * mean;
    return mean <= Math.sqrt(Math.max(0, variance) / mine.length);
  }

  @Override
  public String toString() {
    String all = networks.stream().map(FrozenNetwork::toString).collect(Collectors.joining(" + "));
    String looked = "%s at %s".formatted(all, networks.get(0).preprocessing().imageSize());
    looked = variants == 1 ? looked : "%s, %d variants of each".formatted(looked, variants);
    return balanced ? looked + ", all classes counting alike" : looked;
  }
}
