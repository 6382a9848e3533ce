package dev.kindling.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.kindling.onnx.schema.ModelProto;
import dev.kindling.onnx.schema.OperatorSetIdProto;
import dev.kindling.onnx.schema.StringStringEntryProto;
import java.util.HashMap;
import java.util.Map;

/** Reads a model out of the bytes of a file. */
final class ModelReader {

  private static final int OLDEST_OPSET = 13;
  private static final int NEWEST_OPSET = 28;
  private static final int OLDEST_IR = 3;
  private static final int NEWEST_IR = 14;

  private static final Parser<ModelProto> PARSER =
      DiscardUnknownFieldsParser.wrap(ModelProto.parser());

  private ModelReader() {}

  static OnnxModel read(byte[] content) throws UnreadableModelException {
    if (content.length == 0) {
      throw new MalformedModelException("is empty");
    }
    ModelProto proto = parse(content);
    requireVersions(proto);
    GraphReader.Network network = GraphReader.read(proto.getGraph());
    return new OnnxModel(network.graph(), network.weights(), metadata(proto));
  }

  private static ModelProto parse(byte[] content) throws MalformedModelException {
    String hint = Lookalikes.hint(content);
    try {
      Bounds.check(content);
      CodedInputStream in = CodedInputStream.newInstance(content);
      in.enableAliasing(true); // weights are not copied before they are decoded
      ModelProto proto = PARSER.parseFrom(in);
      if (proto.hasIrVersion() && proto.hasGraph()) {
        return proto;
      }
    } catch (MalformedModelException e) {
      if (hint.isEmpty()) {
        throw e;
      }
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedModelException("is damaged: " + e.getMessage());
    }
    throw new MalformedModelException("is not an ONNX model" + hint);
  }

  private static void requireVersions(ModelProto proto) throws UnreadableModelException {
    if (proto.getIrVersion() < OLDEST_IR || proto.getIrVersion() > NEWEST_IR) {
      throw new UnsupportedModelException(
          "is written in version %d of the ONNX format; Kindling reads %d to %d"
              .formatted(proto.getIrVersion(), OLDEST_IR, NEWEST_IR));
    }
    long opset =
        proto.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
            .mapToLong(OperatorSetIdProto::getVersion)
            .findFirst()
            .orElseThrow(
                () -> new MalformedModelException("does not say the opset of its operators"));
    if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
      throw new UnsupportedModelException(
          "uses the operators of opset %d; Kindling reads %d to %d"
              .formatted(opset, OLDEST_OPSET, NEWEST_OPSET));
    }
  }

  private static Map<String, String> metadata(ModelProto proto) throws MalformedModelException {
    Map<String, String> metadata = new HashMap<>();
    for (StringStringEntryProto entry : proto.getMetadataPropsList()) {
      if (metadata.put(entry.getKey(), entry.getValue()) != null) {
        throw new MalformedModelException(
            "has the metadata %s twice".formatted(Wording.quoted(entry.getKey())));
      }
    }
    return metadata;
  }
}
