package dev.kindling.bench;

import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageWriter;
import dev.kindling.image.UnreadableImageException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** From the bytes of a file to pixels: pictures a second on one thread. */
public class DecodeBenchmark extends KernelBenchmark {

  /** What the file is. */
  @Param public ImageFormat format = ImageFormat.JPEG;

  /** Rows and columns of the picture. */
  @Param({"200", "1200"})
  public int size;

  private byte[] content = {};

  /** Makes the file. */
  @Setup
  public void encode() {
    content = ImageWriter.encode(MadePicture.of(size, size), format);
  }

  /** One picture. */
  @Benchmark
  public Image decode() throws UnreadableImageException {
    return ImageReader.decode(content, "made");
  }
}
