/** What has been computed once and need not be again: the features of pictures, in a file. */
@NullMarked
package dev.kindling.cache;

import org.jspecify.annotations.NullMarked;
