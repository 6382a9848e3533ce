package dev.kindling.app;

import dev.kindling.app.demo.LeafPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Small folders of real pictures for the tests, and files that are none. */
final class Leaves {

  /** Options with which training takes a moment. */
  static final Object[] QUICK = {
    "--recipe", "scratch", "--image-size", 32, "--epochs", 2, "--batch-size", 8
  };

  private Leaves() {}

  /** Draws so many pictures of each of three kinds. */
  static Path draw(Path folder, int count) throws IOException {
    LeafPictures.draw(folder, 1, count, 1);
    return folder;
  }

  /** Trains a model on a few pictures. */
  static Path train(Path folder) throws IOException {
    Path model = folder.resolve("leaves.onnx");
    Path leaves = draw(folder.resolve("leaves"), 8);
    Run run = Run.of(arguments("train", leaves, "--out", model));
    if (run.status() != 0) {
      throw new IOException(run.err());
    }
    return model;
  }

  /** Arguments with {@link #QUICK} behind them. */
  static Object[] arguments(Object... first) {
    Object[] all = Arrays.copyOf(first, first.length + QUICK.length);
    System.arraycopy(QUICK, 0, all, first.length, QUICK.length);
    return all;
  }

  /** Puts three damaged files beside the pictures of a class: half a JPEG, nothing, and text. */
  static void damage(Path kind) throws IOException {
    Path whole;
    try (var files = Files.list(kind)) {
      whole = files.sorted().findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(whole);
    Files.write(kind.resolve("half.jpg"), Arrays.copyOf(content, content.length / 2));
    Files.createFile(kind.resolve("empty.jpg"));
    Files.writeString(kind.resolve("text.jpg"), "a leaf, said the label");
  }
}
