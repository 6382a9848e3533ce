package dev.kindling.augment;

/**
 * A geometric change of one picture, as drawn: Keras's {@code transform_parameters}.
 *
 * <p>It says where the pixels of the new picture come from: the place is zoomed, sheared, shifted
 * and rotated about the middle of the old picture, in this order. A zoom above 1 thus makes things
 * smaller. Then the new picture may be flipped.
 *
 * @param theta the angle of rotation, in degrees
 * @param tx the shift to the side, in pixels. Keras draws it from the height's range, but applies
 *     it to the columns
 * @param ty the shift up or down, in pixels. Keras draws it from the width's range
 * @param shear the angle of shear, in degrees
 * @param zx the zoom to the sides
 * @param zy the zoom up and down
 * @param flipHorizontal whether left and right are exchanged in the end
 */
public record Transform(
    double theta,
    double tx,
    double ty,
    double shear,
    double zx,
    double zy,
    boolean flipHorizontal) {

  /** The change that leaves a picture as it is. */
  public static final Transform NONE = new Transform(0, 0, 0, 0, 1, 1, false);
}
