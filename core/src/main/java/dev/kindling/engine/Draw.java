package dev.kindling.engine;

/** Random numbers that are drawn anew for each step, as its seed decides. */
interface Draw {
  void draw(long seed);
}
