package dev.kindling.experiments;

/** What the recipe {@code auto} is after. */
public enum Goal {
  /** The classifier that is right most often, whatever it takes to compute. */
  ACCURACY,
  /** The fastest classifier that is about as good as the best of the small ones. */
  SPEED
}
