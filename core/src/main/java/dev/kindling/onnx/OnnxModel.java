package dev.kindling.onnx;

import com.google.protobuf.CodedOutputStream;
import dev.kindling.files.AtomicFile;
import dev.kindling.graph.Graph;
import dev.kindling.onnx.schema.ModelProto;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network with its weights and metadata: what stands in one {@code .onnx} file.
 *
 * <p>Written, it is a file of opset 17 that any ONNX runtime opens: inputs and outputs bear the
 * graph's names, the batch axis is free, and equal models give equal bytes. Read, a file may be
 * from anywhere, as long as it is made of operators that {@link dev.kindling.graph} knows, at
 * opsets 13 to 28; its batch axis becomes free, a fixed {@code transB} is done once on the weights,
 * and metadata of any kind is kept.
 *
 * @param graph the network
 * @param weights the numbers of each of its parameters, in the graph's order; shared, not copied
 * @param metadata texts by key, in the order of the keys
 */
public record OnnxModel(Graph graph, Map<String, Tensor> weights, Map<String, String> metadata) {

  /** The most that one file holds: protobuf's own limit, less what surrounds the weights. */
  static final long MOST_BYTES = Integer.MAX_VALUE - (16L << 20);

  /**
   * Checks that there are weights for exactly the graph's parameters.
   *
   * @throws IllegalArgumentException if one is missing, too many, or of another shape
   */
  public OnnxModel {
    weights = inOrder(graph, weights);
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /**
   * Reads a model from a file. The memory that this takes is in proportion to the file's size,
   * whatever the file claims.
   *
   * @throws MalformedModelException if the file is no ONNX model, or a broken one
   * @throws UnsupportedModelException if the model uses something that Kindling does not know
   * @throws IOException if the file is missing or cannot be read
   */
  public static OnnxModel read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new MalformedModelException(
              Files.isDirectory(file) ? "is a folder, not a model file" : "is no regular file")
          .in(file.toString());
    }
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new UnsupportedModelException(
              "has %d bytes; a model file has at most %d".formatted(size, MOST_BYTES))
          .in(file.toString());
    }
    return read(Files.readAllBytes(file), file.toString());
  }

  /**
   * Reads a model from the content of a file.
   *
   * @param name what error messages call the file
   * @throws MalformedModelException if the content is no ONNX model, or a broken one
   * @throws UnsupportedModelException if the model uses something that Kindling does not know
   */
  public static OnnxModel read(byte[] content, String name) throws UnreadableModelException {
    try {
      return ModelReader.read(content);
    } catch (UnreadableModelException e) {
      throw e.in(name);
    }
  }

  /**
   * Writes this model to a file, whole or not at all: an older file of that name stays as it is
   * until the new one is complete on the disk.
   *
   * @throws IOException if that fails, naming the file and the reason; nothing half-written stays
   */
  public void write(Path file) throws IOException {
    ModelProto proto = proto(file.toString());
    AtomicFile.write(
        file,
        out -> {
          CodedOutputStream coded = CodedOutputStream.newInstance(out, 1 << 16);
          proto.writeTo(coded);
          coded.flush();
        });
  }

  /**
   * The content of this model's file.
   *
   * @throws IOException if the weights are too large for one file
   */
  public byte[] toBytes() throws IOException {
    return proto("the model").toByteArray();
  }

  private ModelProto proto(String name) throws IOException {
    long bytes = 0;
    for (Tensor tensor : weights.values()) {
      bytes += (long) tensor.data().length * Float.BYTES;
    }
    if (bytes > MOST_BYTES) {
      throw new IOException(
          "Cannot write %s: its weights take %d bytes; one ONNX file holds at most %d"
              .formatted(name, bytes, MOST_BYTES));
    }
    return ModelWriter.write(this);
  }

  private static Map<String, Tensor> inOrder(Graph graph, Map<String, Tensor> weights) {
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> parameter : graph.parameters().entrySet()) {
      Tensor tensor = weights.get(parameter.getKey());
      if (tensor == null || !tensor.shape().equals(parameter.getValue())) {
        throw new IllegalArgumentException(
            "The parameter '%s' needs weights of shape %s. Received: %s"
                .formatted(parameter.getKey(), parameter.getValue(), tensor));
      }
      ordered.put(parameter.getKey(), tensor);
    }
    for (String name : weights.keySet()) {
      if (!ordered.containsKey(name)) {
        throw new IllegalArgumentException(
            "The graph has no parameter for the weights '" + name + "'.");
      }
    }
    return Collections.unmodifiableMap(ordered);
  }
}
