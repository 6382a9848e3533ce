/**
 * Networks that are trained and used as Keras's are: {@code Sequential} with compile, fit, evaluate
 * and predict. Here layers, losses, optimizers and metrics meet the engine. What a whole run needs
 * beside the network (folders, augmentation, files) lives above, in {@code experiments}.
 */
@NullMarked
package dev.kindling.models;

import org.jspecify.annotations.NullMarked;
