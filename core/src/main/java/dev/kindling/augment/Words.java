package dev.kindling.augment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/** How changes are put into words. */
final class Words {

  private Words() {}

  /** A number to two digits after the point, or two that count. */
  static String of(double number) {
    BigDecimal exact = new BigDecimal(number);
    BigDecimal rounded =
        Math.abs(number) < 1
            ? exact.round(new MathContext(2, RoundingMode.HALF_EVEN))
            : exact.setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** Those that say something, with commas between them. */
  static String join(List<String> descriptions) {
    return descriptions.stream().filter(each -> !each.isEmpty()).collect(Collectors.joining(", "));
  }
}
