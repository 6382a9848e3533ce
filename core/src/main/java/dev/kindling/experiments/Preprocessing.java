package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.image.DecodeOptions;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;

/**
 * What is done to a picture before the network sees it: it is resized, and its samples, 0 to 255,
 * are multiplied by a number. It belongs to the weights and travels with them.
 *
 * @param imageSize the size that the network takes, at most {@value #MOST_PIXELS} pixels
 * @param interpolation how pictures are resized to it
 * @param rescale what samples are multiplied by; finite
 * @param exactDecode whether large JPEG photographs are decoded whole, rather than at a half, a
 *     quarter or an eighth of their size where that is enough
 */
public record Preprocessing(
    ImageSize imageSize, Interpolation interpolation, double rescale, boolean exactDecode) {

  /** The most pixels of a size: 2048 x 2048. Far beyond it memory ends, in a file's claim too. */
  static final int MOST_PIXELS = 1 << 22;

  private static final String WHAT = "kindling.preprocessing";
  private static final String REDUCED = "reduced";

  /** Pictures decoded whole, as Keras does. */
  public Preprocessing(ImageSize imageSize, Interpolation interpolation, double rescale) {
    this(imageSize, interpolation, rescale, true);
  }

  /** Checks the size and the factor. */
  public Preprocessing {
    requireSize(imageSize);
    if (!Double.isFinite(rescale)) {
      throw new IllegalArgumentException("rescale must be a number. Received: " + rescale);
    }
  }

  static void requireSize(ImageSize size) {
    if (size.pixels() > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "imageSize must have at most %d pixels. Received: imageSize=%s"
              .formatted(MOST_PIXELS, size));
    }
  }

  /** How pictures come out of their files. */
  public DecodeOptions decode() {
    return new DecodeOptions().reducedFor(exactDecode ? null : imageSize);
  }

  /** The picture in the network's size. */
  public Image resize(Image picture) {
    return Resize.resize(picture, imageSize, interpolation);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.putArray("image_size").add(imageSize.height()).add(imageSize.width());
    json.put("interpolation", Json.lowerCase(interpolation)).put("rescale", rescale);
    return exactDecode ? json : json.put("decode", REDUCED);
  }

  static Preprocessing fromJson(JsonNode node) {
    Json json = new Json(WHAT, node);
    Preprocessing preprocessing =
        new Preprocessing(
            json.imageSize("image_size"),
            json.choice("interpolation", Interpolation.values()),
            json.number("rescale"),
            !json.has("decode") || !reduced(json.text("decode")));
    json.end();
    return preprocessing;
  }

  private static boolean reduced(String decode) {
    if (!decode.equals(REDUCED)) {
      throw new IllegalArgumentException(
          WHAT + ".decode must be \"reduced\", or missing. Received: " + decode);
    }
    return true;
  }
}
