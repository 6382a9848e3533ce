/**
 * Pictures as 8-bit samples: reading JPEG, PNG, GIF, BMP, WebP and TIFF files to the values that
 * Pillow gives, resizing them as Pillow does, writing PNG and JPEG. A file that cannot be read says
 * why in one line. Folders, labels and augmentation are not known here.
 */
@NullMarked
package dev.kindling.image;

import org.jspecify.annotations.NullMarked;
