/** Logistic regression on features of pictures, and the choice of its penalty. */
@NullMarked
package dev.kindling.regression;

import org.jspecify.annotations.NullMarked;
