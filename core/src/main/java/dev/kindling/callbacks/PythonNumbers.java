package dev.kindling.callbacks;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as Python writes them, and so Keras. */
final class PythonNumbers {

  private PythonNumbers() {}

  /** A number in the fewest digits that give it again. Python: {@code repr}. */
  static String repr(double number) {
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }
    // Double.toString has digits too many before Java 19.
    BigDecimal decimal = new BigDecimal(NumberOutput.toString(number, true));
    if (number == 0) {
      return 1 / number > 0 ? "0.0" : "-0.0";
    }
    decimal = decimal.stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      return decimal.scale() <= 0 ? decimal.toBigInteger() + ".0" : decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    return "%s%s%se%s%02d"
        .formatted(
            number < 0 ? "-" : "",
            digits.charAt(0),
            digits.length() == 1 ? "" : "." + digits.substring(1),
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }

  /** A number with so many digits behind the point, ties to even. Python: {@code .2f}. */
  static String fixed(double number, int digits) {
    return Double.isFinite(number)
        ? new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString()
        : repr(number);
  }
}
