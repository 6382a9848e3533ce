package dev.kindling.experiments;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.InferenceProgram;
import dev.kindling.engine.ProgramPool;
import dev.kindling.graph.Graph;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A network at work on pictures: each is computed by itself, in the thread that brings it, while
 * other threads have other copies of the network. So none waits for another, and what comes out
 * depends on nothing but the picture (docs/decisions/0043).
 *
 * <p>It holds native memory until it is {@linkplain #close() closed}.
 */
final class PictureNetwork implements AutoCloseable {

  private static final int PICTURES_TIMED = 48;

  private final Graph graph;
  private final ProgramPool programs;

  /**
   * Compiles the first copy; the others follow when they are needed.
   *
   * @param graph takes pictures, {@code (n, height, width, channels)}
   * @param parameters not to be changed before this is closed
   */
  PictureNetwork(Graph graph, Map<String, Tensor> parameters, EngineOptions options) {
    this.graph = graph;
    programs = new ProgramPool(graph, parameters, 1, options.threads(), options);
  }

  /** How many threads compute pictures at once; more wait. */
  int copies() {
    return programs.copies();
  }

  /**
   * What each output of the network is for a picture.
   *
   * @param picture RGB, of the network's size
   * @throws IllegalStateException if this is closed
   */
  float[][] of(Image picture) {
    if (picture.channels() != 3) {
      throw new IllegalArgumentException("A classifier takes RGB pictures. Received: " + picture);
    }
    return run(program -> program.feed(0, picture.data()));
  }

  /**
   * What each output of a network that takes floats is for a picture.
   *
   * @param numbers of several pictures, each row-major
   * @param from where the picture begins
   * @param length how many numbers it has
   * @throws IllegalStateException if this is closed
   */
  float[][] of(float[] numbers, int from, int length) {
    return run(program -> program.feed(0, numbers, from, length));
  }

  /** How long a picture takes while all threads are at work: tried with blank ones. */
  double secondsOfPicture(ImageSize size) {
    Image blank =
        new Image(size.height(), size.width(), 3, new byte[Math.toIntExact(size.pixels() * 3)]);
    secondsOf(blank); // To warm up.
    return secondsOf(blank);
  }

  private double secondsOf(Image picture) {
    long start = System.nanoTime();
    IntStream.range(0, PICTURES_TIMED).parallel().forEach(i -> of(picture));
    return (System.nanoTime() - start) / 1e9 / PICTURES_TIMED;
  }

  private float[][] run(Consumer<InferenceProgram> feeding) {
    float[][] outputs = new float[graph.outputs().size()][];
    programs.use(
        program -> {
          feeding.accept(program);
          program.run();
          for (int i = 0; i < outputs.length; i++) {
            Shape row = graph.shape(graph.outputs().get(i)).withBatch(1);
            outputs[i] = new float[Math.toIntExact(row.elements())];
            program.fetch(i, outputs[i]);
          }
        });
    return outputs;
  }

  /** Waits for those that compute, and frees the memory. */
  @Override
  public void close() {
    programs.close();
  }
}
