package dev.kindling.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.tensor.Shape;
import org.junit.jupiter.api.Test;

class LayerTest {

  private static final Shape PICTURES = Shape.of(Shape.FREE, 3, 20, 30);
  private static final Shape ROWS = Shape.of(Shape.FREE, 7);

  private static String lower(Layer layer, Shape input) {
    Graph.Builder graph = new Graph.Builder();
    graph.input("x", ElementType.FLOAT, input);
    return layer.lower("layer", "x", new Lowering(graph));
  }

  @Test
  void withers_changeOneOptionEach() {
    Conv2D conv = new Conv2D(8, 3);
    assertThat(conv.strides(2, 1).padding(Padding.SAME).useBias(false))
        .isEqualTo(
            new Conv2D(
                8,
                new Extent(3, 3),
                new Extent(2, 1),
                Padding.SAME,
                new Extent(1, 1),
                1,
                ActivationFunction.LINEAR,
                false,
                WeightOptions.KERNEL,
                WeightOptions.ZEROS));
    assertThat(new Dense(4).activation(ActivationFunction.RELU).useBias(false))
        .isEqualTo(
            new Dense(
                4, ActivationFunction.RELU, false, WeightOptions.KERNEL, WeightOptions.ZEROS));
    assertThat(new MaxPooling2D(3).strides(2).padding(Padding.SAME))
        .isEqualTo(new MaxPooling2D(new Extent(3, 3), new Extent(2, 2), Padding.SAME));
  }

  @Test
  void options_outOfRangeAreRefused() {
    assertThatThrownBy(() -> new Conv2D(0, 3)).hasMessageContaining("Received: filters=0");
    assertThatThrownBy(() -> new Conv2D(8, 0)).hasMessageContaining("Received: (0, 0)");
    assertThatThrownBy(() -> new Dense(-1)).hasMessageContaining("Received: units=-1");
    assertThatThrownBy(() -> new Dropout(1)).hasMessageContaining("Received: rate=1.0");
    assertThatThrownBy(() -> new Dropout(Double.NaN)).hasMessageContaining("Received: rate=NaN");
    assertThatThrownBy(() -> new Input(150, 150)).hasMessageContaining("Received: (150, 150)");
    assertThatThrownBy(() -> new Input(0, 150, 3)).hasMessageContaining("Received: (0, 150, 3)");
  }

  @Test
  void layers_sayWhatTheyTake() {
    assertThatThrownBy(() -> lower(new Dense(4), PICTURES))
        .hasMessageContaining("'layer'")
        .hasMessageContaining("Flatten")
        .hasMessageContaining("Received: (None, 20, 30, 3)");
    assertThatThrownBy(() -> lower(new Conv2D(4, 3), ROWS))
        .hasMessageContaining("Conv2D 'layer' takes pictures")
        .hasMessageContaining("Received: (None, 7)");
    assertThatThrownBy(() -> lower(new MaxPooling2D(), ROWS)).hasMessageContaining("MaxPooling2D");
    assertThatThrownBy(() -> lower(new Conv2D(4, 21), PICTURES))
        .hasMessageContaining("'layer'")
        .hasMessageContaining("does not fit");
  }

  @Test
  void parameters_bearTheLayersName() {
    Graph.Builder graph = new Graph.Builder();
    graph.input("x", ElementType.FLOAT, PICTURES);
    Lowering lowering = new Lowering(graph);
    new Conv2D(8, 3).lower("conv2d_4", "x", lowering);
    assertThat(lowering.weights()).containsOnlyKeys("conv2d_4/kernel", "conv2d_4/bias");
    assertThat(lowering.weights().values())
        .extracting(Weight::initializer)
        .containsExactly(Initializers.GLOROT_UNIFORM, Initializers.ZEROS);
  }
}
