/**
 * Which Kindling this is: the version that model files, provenance and the command line state.
 * Nothing else lives here.
 */
@NullMarked
package dev.kindling.version;

import org.jspecify.annotations.NullMarked;
