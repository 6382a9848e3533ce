/** Files written whole or not at all. */
@NullMarked
package dev.kindling.files;

import org.jspecify.annotations.NullMarked;
