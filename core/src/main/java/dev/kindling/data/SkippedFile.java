package dev.kindling.data;

import java.nio.file.Path;

/**
 * A file that was left out.
 *
 * @param file where it lies
 * @param reason why, in a few words that follow its name: "is empty", "is cut off"
 */
public record SkippedFile(Path file, String reason) {}
