package dev.kindling.cache;

import java.nio.file.Path;

/**
 * How much a cache holds.
 *
 * @param file where it lies
 * @param entries how many pictures' features
 * @param bytes what they take; the file itself may be larger, never smaller
 * @param limit the bytes that they may take
 */
public record CacheInfo(Path file, long entries, long bytes, long limit) {}
