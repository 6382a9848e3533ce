package dev.kindling.bench.compare;

import static dev.kindling.layers.ActivationFunction.RELU;
import static dev.kindling.layers.ActivationFunction.RELU6;
import static dev.kindling.layers.ActivationFunction.SIGMOID;

import dev.kindling.backbones.EfficientNetLite;
import dev.kindling.layers.Activation;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.Add;
import dev.kindling.layers.BatchNormalization;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.DepthwiseConv2D;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.GlobalAveragePooling2D;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.MaxPooling2D;
import dev.kindling.layers.Padding;
import dev.kindling.models.Model;
import java.util.List;

/** The networks whose training is measured. */
enum BenchNetwork {
  /** Basic blocks of 32, 64, 128 and 256 filters, two of each, behind a stem; 160 px. */
  RESNET(160) {
    @Override
    KerasTensor output(KerasTensor input) {
      KerasTensor x = unit(input, 32, 3, 2, RELU);
      for (int filters = 32; filters <= 256; filters *= 2) {
        x = basicBlock(x, filters, filters == 32 ? 1 : 2);
        x = basicBlock(x, filters, 1);
      }
      return score(new GlobalAveragePooling2D().apply(x));
    }
  },

  /** MobileNetV2 of width 1; 160 px. */
  MOBILENET_V2(160) {
    @Override
    KerasTensor output(KerasTensor input) {
      KerasTensor x = unit(input, 32, 3, 2, RELU6);
      for (int[] stage : MOBILENET_STAGES) {
        for (int block = 0; block < stage[2]; block++) {
          x = invertedBlock(x, stage[0], stage[1], block == 0 ? stage[3] : 1);
        }
      }
      return score(new GlobalAveragePooling2D().apply(unit(x, 1280, 1, 1, RELU6)));
    }
  },

  /** VGG16 with all but its last block frozen, and a top of 256; 150 px. */
  VGG16(150) {
    @Override
    KerasTensor output(KerasTensor input) {
      KerasTensor x = input;
      int[] filters = {64, 128, 256, 512, 512};
      for (int block = 1; block <= filters.length; block++) {
        for (int i = 1; i <= (block < 3 ? 2 : 3); i++) {
          Conv2D convolution = new Conv2D(filters[block - 1], 3).padding(Padding.SAME);
          x = convolution.activation(RELU).apply("block" + block + "_conv" + i, x);
        }
        x = new MaxPooling2D(2).apply(x);
      }
      x = new Dense(256).activation(RELU).apply(new Flatten().apply(x));
      return score(new Dropout(0.5).apply(x));
    }

    @Override
    Model model() {
      Model model = super.model();
      model.layers().stream()
          .filter(layer -> layer.name().matches("block[1-4]_.*"))
          .forEach(layer -> layer.trainable(false));
      return model;
    }
  },

  /** All of EfficientNet-Lite0, its features' mean as the score; 224 px. */
  LITE0(224) {
    @Override
    KerasTensor output(KerasTensor input) {
      return score(EfficientNetLite.LITE0.features().apply(input));
    }
  };

  /** Expansion, filters, repeats and stride of each stage. */
  private static final int[][] MOBILENET_STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  /** Rows and columns of a picture. */
  final int size;

  BenchNetwork(int size) {
    this.size = size;
  }

  abstract KerasTensor output(KerasTensor input);

  /** The network with random weights, one score a picture. */
  Model model() {
    KerasTensor input = KerasTensor.input(size, size, 3);
    return new Model(List.of(input), List.of(output(input)));
  }

  private static KerasTensor score(KerasTensor x) {
    return new Dense(1).activation(SIGMOID).apply(x);
  }

  private static KerasTensor unit(
      KerasTensor x, int filters, int kernel, int stride, ActivationFunction function) {
    return new Activation(function).apply(normalized(x, filters, kernel, stride));
  }

  private static KerasTensor normalized(KerasTensor x, int filters, int kernel, int stride) {
    Conv2D convolution = new Conv2D(filters, kernel).strides(stride).padding(Padding.SAME);
    return new BatchNormalization().apply(convolution.useBias(false).apply(x));
  }

  private static KerasTensor basicBlock(KerasTensor input, int filters, int stride) {
    KerasTensor x = unit(input, filters, 3, stride, RELU);
    x = normalized(x, filters, 3, 1);
    KerasTensor shortcut = stride == 1 ? input : normalized(input, filters, 1, stride);
    return new Activation(RELU).apply(new Add().apply(x, shortcut));
  }

  private static KerasTensor invertedBlock(KerasTensor input, int times, int filters, int stride) {
    int inputs = Math.toIntExact(input.shape().size(3));
    KerasTensor x = times == 1 ? input : unit(input, inputs * times, 1, 1, RELU6);
    DepthwiseConv2D depthwise = new DepthwiseConv2D(3).strides(stride).padding(Padding.SAME);
    x = new BatchNormalization().apply(depthwise.useBias(false).apply(x));
    x = normalized(new Activation(RELU6).apply(x), filters, 1, 1);
    return stride == 1 && inputs == filters ? new Add().apply(x, input) : x;
  }
}
