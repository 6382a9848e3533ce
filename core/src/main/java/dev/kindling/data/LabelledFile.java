package dev.kindling.data;

import java.nio.file.Path;

/** A file that should hold a picture, and the name of its class. */
public record LabelledFile(Path file, String label) {}
