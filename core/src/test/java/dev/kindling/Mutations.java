package dev.kindling;

import java.util.Arrays;
import java.util.Random;

/** Damage done to a file at random: most of it near the start, where its structure lies. */
public final class Mutations {

  private final Random random;

  /** Damage decided by the given numbers. */
  public Mutations(Random random) {
    this.random = random;
  }

  /** A changed copy. */
  public byte[] of(byte[] file) {
    byte[] mutated = file.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      mutated = once(mutated);
    }
    return mutated;
  }

  private byte[] once(byte[] file) {
    if (file.length < 2) {
      return file;
    }
    int at = place(file);
    int length = Math.min(1 + random.nextInt(16), file.length - at);
    switch (random.nextInt(7)) {
      case 0 -> {
        return Arrays.copyOf(file, at);
      }
      case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> file[at] = (byte) random.nextInt(256);
      case 3 -> file[at] = (byte) 0xff; // lengths and sizes grow by their next byte
      case 4 -> Arrays.fill(file, at, at + length, (byte) 0);
      case 5 -> {
        return without(file, at, length);
      }
      default -> System.arraycopy(file, at, file, place(file, length), length);
    }
    return file;
  }

  private static byte[] without(byte[] file, int at, int length) {
    byte[] shorter = Arrays.copyOf(file, file.length - length);
    System.arraycopy(file, at + length, shorter, at, shorter.length - at);
    return shorter;
  }

  private int place(byte[] file) {
    return place(file, 1);
  }

  private int place(byte[] file, int room) {
    int most = random.nextBoolean() ? Math.min(file.length, 2000) : file.length;
    return random.nextInt(Math.max(1, most - room));
  }
}
