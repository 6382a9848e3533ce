/**
 * Files written whole or not at all, hashes of what is in them, and the folder of those that
 * Kindling keeps.
 */
@NullMarked
package dev.kindling.files;

import org.jspecify.annotations.NullMarked;
