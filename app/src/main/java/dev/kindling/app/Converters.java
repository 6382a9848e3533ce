package dev.kindling.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kindling.augment.Interval;
import dev.kindling.augment.Shift;
import dev.kindling.experiments.ClassWeights;
import dev.kindling.image.ImageSize;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are written. */
final class Converters {

  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");

  private Converters() {}

  /** {@code 0.2}, {@code 12.0}, {@code 12} or {@code -5,0,5}: Keras's float, int and list. */
  static final class Shifts implements ITypeConverter<Shift> {

    @Override
    public Shift convert(String text) {
      try {
        if (text.contains(",")) {
          return new Shift.OneOf(numbers(text));
        }
        return WHOLE.matcher(text).matches()
            ? new Shift.WholePixels(Integer.parseInt(text))
            : new Shift.Uniform(Double.parseDouble(text));
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "a shift is a number or a list, as 0.2, 12 or -5,0,5. Received: " + text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** {@code 0.8,1.2}, or {@code 0.2} for the same. */
  static final class Zoom implements ITypeConverter<Interval> {

    @Override
    public Interval convert(String text) {
      try {
        List<Double> numbers = numbers(text);
        if (numbers.size() > 2) {
          throw new NumberFormatException();
        }
        double first = numbers.get(0);
        return numbers.size() == 2
            ? new Interval(first, numbers.get(1))
            : new Interval(1 - first, 1 + first);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "a zoom is a number, or two with a comma, as 0.2 or 0.8,1.2. Received: " + text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** {@code balanced}, or a file of JSON: a number for each class. */
  static final class Weights implements ITypeConverter<ClassWeights> {

    private static final JsonMapper STRICT =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public ClassWeights convert(String text) {
      if (text.equals("balanced")) {
        return ClassWeights.ofBalance();
      }
      try {
        JsonNode json = STRICT.readTree(Files.readString(Path.of(text)));
        if (!json.isObject()) {
          throw new IllegalArgumentException(
              "it must hold an object, as {\"oak\": 2.5, \"maple\": 1}");
        }
        return ClassWeights.fromJson(json);
      } catch (JsonProcessingException e) {
        throw new TypeConversionException(
            "the file %s is no JSON: %s".formatted(text, e.getOriginalMessage()));
      } catch (IOException e) {
        throw new TypeConversionException(
            "class weights are balanced, or a file that can be read, as weights.json. Received: "
                + text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("the file %s: %s".formatted(text, e.getMessage()));
      }
    }
  }

  /** {@code 0.5,1.5}. */
  static final class Pair implements ITypeConverter<Interval> {

    @Override
    public Interval convert(String text) {
      try {
        List<Double> numbers = numbers(text);
        if (numbers.size() != 2) {
          throw new NumberFormatException();
        }
        return new Interval(numbers.get(0), numbers.get(1));
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "a range is two numbers with a comma, as 0.5,1.5. Received: " + text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A number, or a fraction as {@code 1/255}. */
  static final class Factor implements ITypeConverter<Double> {

    @Override
    public Double convert(String text) {
      String[] parts = text.split("/", 2);
      try {
        double number = Double.parseDouble(parts[0]);
        return parts.length == 1 ? number : number / Double.parseDouble(parts[1]);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "a factor is a number or a fraction, as 0.5 or 1/255. Received: " + text);
      }
    }
  }

  /** {@code 150}, or width and height as {@code 200x150}. */
  static final class Size implements ITypeConverter<ImageSize> {

    @Override
    public ImageSize convert(String text) {
      String[] parts = text.split("x", 2);
      try {
        int width = Integer.parseInt(parts[0]);
        return new ImageSize(parts.length == 1 ? width : Integer.parseInt(parts[1]), width);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "a size is a number of pixels, or width x height, as 150 or 200x150. Received: "
                + text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A shift as it is typed. */
  static String text(Shift shift) {
    if (shift instanceof Shift.Uniform uniform) {
      return String.valueOf(uniform.range());
    }
    if (shift instanceof Shift.WholePixels pixels) {
      return String.valueOf(pixels.range());
    }
    List<Double> values = ((Shift.OneOf) shift).values();
    String listed = values.stream().map(String::valueOf).collect(Collectors.joining(","));
    return values.size() == 1 ? listed + "," : listed;
  }

  /** A zoom as it is typed. */
  static String text(Interval zoom) {
    return text(zoom.low()) + "," + text(zoom.high());
  }

  /** A number as it is typed, to four decimals. */
  static String text(double number) {
    return BigDecimal.valueOf(number)
        .setScale(4, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Numbers with commas between them; one behind the last does no harm, and makes one a list. */
  private static List<Double> numbers(String text) {
    List<Double> numbers = new ArrayList<>();
    for (String part : text.replaceFirst(",$", "").split(",", -1)) {
      numbers.add(Double.parseDouble(part.strip()));
    }
    return numbers;
  }
}
