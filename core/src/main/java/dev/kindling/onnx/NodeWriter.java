package dev.kindling.onnx;

import com.google.protobuf.ByteString;
import dev.kindling.graph.AveragePool;
import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Cast;
import dev.kindling.graph.Concat;
import dev.kindling.graph.Conv;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.Elu;
import dev.kindling.graph.Flatten;
import dev.kindling.graph.GaussianNoise;
import dev.kindling.graph.HardSigmoid;
import dev.kindling.graph.LayerNormalization;
import dev.kindling.graph.LeakyRelu;
import dev.kindling.graph.LogSoftmax;
import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Op;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Resize;
import dev.kindling.graph.Softmax;
import dev.kindling.graph.Transpose;
import dev.kindling.graph.Window;
import dev.kindling.onnx.schema.AttributeProto;
import dev.kindling.onnx.schema.NodeProto;
import java.util.List;

/** Writes the attributes of operators. */
final class NodeWriter {

  private final NodeProto.Builder node;

  private NodeWriter(NodeProto.Builder node) {
    this.node = node;
  }

  static void attributes(Op op, NodeProto.Builder node) {
    new NodeWriter(node).attributes(op);
  }

  private void attributes(Op op) {
    if (op instanceof AveragePool pool) {
      window(pool.window());
    } else if (op instanceof BatchNormalization normalization) {
      number("epsilon", normalization.epsilon());
      number("momentum", normalization.momentum());
    } else if (op instanceof Cast) {
      integer("to", DataTypes.FLOAT);
    } else if (op instanceof Concat concat) {
      integer("axis", concat.axis());
    } else if (op instanceof Conv conv) {
      window(conv.window());
      if (!conv.dilation().equals(Conv.Dilation.NONE)) {
        integers("dilations", List.of(conv.dilation().rows(), conv.dilation().columns()));
      }
      if (conv.group() > 1) {
        integer("group", conv.group());
      }
    } else if (op instanceof Dropout dropout && dropout.unit() != Dropout.Unit.ELEMENT) {
      node.setDocString(TrainingNotes.dropped(dropout.unit()));
    } else if (op instanceof GaussianNoise noise) {
      node.setDocString(TrainingNotes.noise(noise.stddev()));
    } else if (op instanceof Elu elu) {
      number("alpha", elu.alpha());
    } else if (op instanceof Flatten) {
      integer("axis", 1);
    } else if (op instanceof HardSigmoid hard) {
      number("alpha", hard.alpha());
      number("beta", hard.beta());
    } else if (op instanceof LayerNormalization normalization) {
      integer("axis", -1);
      number("epsilon", normalization.epsilon());
    } else if (op instanceof LeakyRelu leaky) {
      number("alpha", leaky.alpha());
    } else if (op instanceof MaxPool pool) {
      window(pool.window());
    } else if (op instanceof Resize resize) {
      text("coordinate_transformation_mode", resize.linear() ? "half_pixel" : "asymmetric");
      text("mode", resize.linear() ? "linear" : "nearest");
      text("nearest_mode", "floor");
    } else if (op instanceof LogSoftmax || op instanceof Softmax) {
      integer("axis", -1);
    } else if (op instanceof Transpose transpose) {
      integers("perm", transpose.perm());
    }
  }

  private void window(Window window) {
    Padding padding = window.padding();
    integers("kernel_shape", List.of(window.height(), window.width()));
    integers("strides", List.of(window.strideHeight(), window.strideWidth()));
    integers("pads", List.of(padding.top(), padding.left(), padding.bottom(), padding.right()));
  }

  private void integer(String name, long value) {
    node.addAttribute(attribute(name, Attributes.INT).setI(value));
  }

  private void number(String name, double value) {
    node.addAttribute(attribute(name, Attributes.FLOAT).setF((float) value));
  }

  private void text(String name, String value) {
    node.addAttribute(attribute(name, Attributes.STRING).setS(ByteString.copyFromUtf8(value)));
  }

  private void integers(String name, List<Integer> values) {
    AttributeProto.Builder attribute = attribute(name, Attributes.INTS);
    values.forEach(attribute::addInts);
    node.addAttribute(attribute);
  }

  private static AttributeProto.Builder attribute(String name, int type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
