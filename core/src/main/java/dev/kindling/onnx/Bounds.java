package dev.kindling.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.kindling.onnx.schema.ModelProto;
import java.io.IOException;

/**
 * A walk over a file's bytes that counts its parts before any of them is built. In protobuf two
 * bytes are enough for an empty node, which takes a hundred as a Java object: a file of a few
 * megabytes could ask for gigabytes. Numbers of weights are not counted; they take no more memory
 * than they take in the file.
 */
final class Bounds {

  /** Messages, strings and whole numbers; large networks of today have some ten thousand. */
  static final int MOST_PARTS = 1_000_000;

  private final CodedInputStream in;
  private int parts;

  private Bounds(byte[] content) {
    this.in = CodedInputStream.newInstance(content);
  }

  /** Checks that the content is whole protobuf and has no more parts than a network needs. */
  static void check(byte[] content) throws MalformedModelException {
    Bounds bounds = new Bounds(content);
    try {
      bounds.message(ModelProto.getDescriptor());
    } catch (MalformedModelException e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedModelException(
          "is cut off or damaged at byte %d of %d"
              .formatted(bounds.in.getTotalBytesRead(), content.length));
    }
  }

  private void message(Descriptor type) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (field == null) {
        skip(tag);
      } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        delimited(field, in.readRawVarint32());
      } else {
        count(isCounted(field) ? 1 : 0);
        skip(tag);
      }
    }
  }

  private void delimited(FieldDescriptor field, int length) throws IOException {
    switch (field.getJavaType()) {
      case MESSAGE -> {
        count(1);
        int outer = in.pushLimit(length);
        message(field.getMessageType());
        if (!in.isAtEnd()) {
          throw new InvalidProtocolBufferException("A message ends before its length.");
        }
        in.popLimit(outer);
      }
      case STRING -> {
        count(1);
        in.skipRawBytes(length);
      }
      default -> {
        count(isCounted(field) ? length : 0); // at least one byte for each packed number
        in.skipRawBytes(length);
      }
    }
  }

  private static boolean isCounted(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case FLOAT, DOUBLE, BYTE_STRING -> false;
      default -> true;
    };
  }

  private void skip(int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new InvalidProtocolBufferException("A group ends that did not begin.");
    }
  }

  private void count(int more) throws MalformedModelException {
    if (more < 0 || more > MOST_PARTS - parts) {
      throw new MalformedModelException(
          "has more than %d nodes, names and other parts: that is no network"
              .formatted(MOST_PARTS));
    }
    parts += more;
  }
}
