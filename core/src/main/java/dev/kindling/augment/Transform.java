package dev.kindling.augment;

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
    @Nullable Double brightness) {

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
}
