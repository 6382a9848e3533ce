package dev.kindling.augment;

import dev.kindling.image.ImageSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A random change of one picture, as drawn: Keras's {@code transform_parameters}.
 *
 * <p>The first six say where the pixels of the new picture come from: the place is zoomed, sheared,
 * shifted and rotated about the middle of the old picture, in this order. A zoom above 1 thus makes
 * things smaller. Then the channels may be shifted, the new picture flipped, and made lighter or
 * darker.
 *
 * @param theta the angle of rotation, in degrees
 * @param tx the shift to the side, in pixels. Keras draws it from the height's range, but applies
 *     it to the columns
 * @param ty the shift up or down, in pixels. Keras draws it from the width's range
 * @param shear the angle of shear, in degrees
 * @param zx the zoom to the sides
 * @param zy the zoom up and down
 * @param flipHorizontal whether left and right are exchanged
 * @param flipVertical whether top and bottom are exchanged
 * @param channelShiftIntensity what is added to every value, all of which stay between the smallest
 *     and the largest of the picture; null for no shift
 * @param brightness what every value of the picture in 8 bits is multiplied by in the end, alpha
 *     apart; null for no change
 */
public record Transform(
    double theta,
    double tx,
    double ty,
    double shear,
    double zx,
    double zy,
    boolean flipHorizontal,
    boolean flipVertical,
    @Nullable Double channelShiftIntensity,
    @Nullable Double brightness)
    implements Change {

  /** The change that leaves a picture as it is. */
  public static final Transform NONE = new Transform(0, 0, 0, 0, 1, 1, false, false, null, null);

  /** Whether values change that no pixel of the old picture, or mean of some, had. */
  boolean recolours() {
    return channelShiftIntensity != null || brightness != null;
  }

  /**
   * Whether NumPy holds the changed picture channel after channel, as Keras stacks it, rather than
   * pixel after pixel. It shows in the last bits of sums.
   */
  public boolean leavesChannelsApart() {
    return brightness == null && (channelShiftIntensity != null || AffineMatrix.moves(this));
  }

  @Override
  public String describe() {
    List<String> words = new ArrayList<>();
    if (theta != 0) {
      words.add("turned " + Words.of(theta) + "°");
    }
    if (tx != 0 || ty != 0) {
      words.add("moved %s, %s pixels".formatted(Words.of(-tx), Words.of(-ty)));
    }
    if (shear != 0) {
      words.add("sheared " + Words.of(shear) + "°");
    }
    if (zx != 1 || zy != 1) {
      words.add("zoom %s x %s".formatted(Words.of(1 / zx), Words.of(1 / zy)));
    }
    if (channelShiftIntensity != null) {
      words.add("levels + " + Words.of(channelShiftIntensity));
    }
    if (flipHorizontal) {
      words.add("flipped");
    }
    if (flipVertical) {
      words.add("upside down");
    }
    if (brightness != null) {
      words.add("brightness x " + Words.of(brightness));
    }
    return Words.join(words);
  }

  @Override
  public double shownPart(ImageSize size) {
    if (!AffineMatrix.moves(this)) {
      return 1;
    }
    return AffineMatrix.of(this, size.height(), size.width())
        .shownPart(size.height(), size.width());
  }
}
