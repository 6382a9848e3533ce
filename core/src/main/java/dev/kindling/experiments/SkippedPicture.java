package dev.kindling.experiments;

import java.nio.file.Path;

/**
 * A file that was left out.
 *
 * @param file where it lies
 * @param reason why, in a few words: "is cut off", "is empty"
 */
public record SkippedPicture(Path file, String reason) {}
