package dev.kindling.bench;

import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** To 150x150: pictures a second on one thread. */
public class ResizeBenchmark extends KernelBenchmark {

  private static final ImageSize ARTICLE = new ImageSize(150, 150);

  /** How new pixels are made. */
  @Param public Interpolation interpolation = Interpolation.NEAREST;

  /** Rows and columns before. */
  @Param({"200", "1200"})
  public int from;

  private Image image = MadePicture.of(1, 1);

  /** Makes the picture. */
  @Setup
  public void make() {
    image = MadePicture.of(from, from);
  }

  /** One picture. */
  @Benchmark
  public Image resize() {
    return Resize.resize(image, ARTICLE, interpolation);
  }
}
