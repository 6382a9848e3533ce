package dev.kindling.augment;

import dev.kindling.image.ImageSize;
import dev.kindling.random.NumpyRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Brightness, contrast, saturation and hue changed at random, in random order: torchvision's {@code
 * ColorJitter}.
 *
 * <p>Draws {@code permutation(4)}, then {@code uniform} for each of the four that may change.
 *
 * @param brightness the factors, not negative; from 1 to 1 for none
 * @param contrast the factors, not negative; from 1 to 1 for none
 * @param saturation the factors, not negative; from 1 to 1 for none
 * @param hue parts of the circle of colours, within -0.5 and 0.5; from 0 to 0 for none
 */
public record ColorJitter(Interval brightness, Interval contrast, Interval saturation, Interval hue)
    implements Augmentation {

  /** Checks the intervals. */
  public ColorJitter {
    Factor.check("brightness", brightness.low());
    Factor.check("contrast", contrast.low());
    Factor.check("saturation", saturation.low());
    new AdjustHue(hue.low()); // checks it
    new AdjustHue(hue.high());
  }

  /**
   * Factors from {@code 1 - number} (not below 0) to {@code 1 + number}, and hues from {@code -hue}
   * to {@code hue}, as torchvision takes single numbers.
   */
  public ColorJitter(double brightness, double contrast, double saturation, double hue) {
    this(around(brightness), around(contrast), around(saturation), new Interval(-hue, hue));
  }

  private static Interval around(double range) {
    return new Interval(Math.max(0, 1 - range), 1 + range);
  }

  @Override
  public Steps draw(NumpyRandom random, ImageSize size) {
    int[] order = random.permutation(4);
    List<Operation> drawn =
        List.of(
            new AdjustBrightness(value(random, brightness, 1)),
            new AdjustContrast(value(random, contrast, 1)),
            new AdjustSaturation(value(random, saturation, 1)),
            new AdjustHue(value(random, hue, 0)));
    List<Boolean> changes =
        List.of(!brightness.isOnly(1), !contrast.isOnly(1), !saturation.isOnly(1), !hue.isOnly(0));
    List<Operation> operations = new ArrayList<>();
    for (int i : order) {
      if (changes.get(i)) {
        operations.add(drawn.get(i));
      }
    }
    return new Steps(operations);
  }

  private static double value(NumpyRandom random, Interval interval, double none) {
    return interval.isOnly(none) ? none : random.uniform(interval.low(), interval.high());
  }
}
