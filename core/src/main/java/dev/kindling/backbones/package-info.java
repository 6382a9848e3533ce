/**
 * Networks that others have trained on millions of pictures, up to their features: a file a family,
 * a table of its variants and their regular shape; and where their weights are.
 */
@NullMarked
package dev.kindling.backbones;

import org.jspecify.annotations.NullMarked;
