package dev.kindling.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.kindling.graph.Doubles;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Input;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** ONNX Runtime, as a second opinion on what our files mean. */
public final class Ort {

  private Ort() {}

  /** What a file gives for a batch: the numbers of its first output. */
  public static float[] run(byte[] file, Graph graph, Map<String, Doubles> given)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(file, options)) {
      for (Input input : graph.inputs()) {
        inputs.put(input.name(), tensor(environment, input, given));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] numbers = new float[values.remaining()];
        values.get(numbers);
        return numbers;
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment, Input input, Map<String, Doubles> all) throws OrtException {
    Doubles given = Objects.requireNonNull(all.get(input.name()));
    long[] sizes = Arrays.stream(given.shape().toArray()).asLongStream().toArray();
    boolean floats = input.type() == ElementType.FLOAT;
    int size = given.data().length;
    ByteBuffer direct =
        ByteBuffer.allocateDirect(floats ? 4 * size : size).order(ByteOrder.nativeOrder());
    for (double number : given.data()) {
      if (floats) {
        direct.putFloat((float) number);
      } else {
        direct.put((byte) number);
      }
    }
    direct.flip();
    return floats
        ? OnnxTensor.createTensor(environment, direct.asFloatBuffer(), sizes)
        : OnnxTensor.createTensor(environment, direct, sizes, OnnxJavaType.UINT8);
  }
}
