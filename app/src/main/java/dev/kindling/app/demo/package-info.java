/**
 * Pictures for the demonstration: three kinds of leaves, drawn by rule and chance, each with its
 * own shape, age, light and ground. Nothing here knows of training; the pictures are written as a
 * folder of class folders, like anyone's own.
 */
@NullMarked
package dev.kindling.app.demo;

import org.jspecify.annotations.NullMarked;
