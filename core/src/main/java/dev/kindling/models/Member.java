package dev.kindling.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.layers.Arithmetic;
import dev.kindling.layers.Layer;
import dev.kindling.layers.LayerConfig;
import dev.kindling.layers.Lowering;
import dev.kindling.layers.Weight;
import dev.kindling.tensor.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands in a model under a name of its own: a layer, or another model. Keras: an element of
 * {@code model.layers}.
 */
public abstract sealed class Member {

  private final String name;

  private Member(String name) {
    this.name = name;
  }

  /** The name that no other member of the model has. */
  public final String name() {
    return name;
  }

  /** Keras's name of the kind, as {@code Conv2D} or {@code Sequential}. */
  public abstract String className();

  /** Whether training moves its weights. */
  public abstract boolean trainable();

  /**
   * Says whether training moves its weights; in a model, those of all its layers, as each of them
   * had been told. A frozen {@code BatchNormalization} works as in inference.
   */
  public abstract void trainable(boolean trainable);

  /** Appends it to a graph; the names of all that it adds begin with the prefix and its name. */
  abstract List<String> lower(String prefix, List<String> inputs, Lowering to);

  /** How many values it makes. */
  abstract int outputs();

  abstract ObjectNode config(List<Shape> inputs);

  /** Whether numbers may stand among what it takes, as in {@code x + 3}. */
  abstract boolean takesNumbers();

  /** What it takes in one place, as Keras writes it: one value, or a list of several. */
  abstract ArrayNode arguments(List<ObjectNode> values);

  /** The names of the weights that training changes, out of all weights of the model it is in. */
  abstract Set<String> trained(Map<String, Weight> weights);

  @Override
  public String toString() {
    return "%s (%s)".formatted(name, className());
  }

  /** A layer. */
  static final class LayerMember extends Member {
    private final Layer layer;
    private boolean trainable = true;

    LayerMember(String name, Layer layer) {
      super(name);
      this.layer = layer;
    }

    @Override
    public String className() {
      return layer.className();
    }

    @Override
    public boolean trainable() {
      return trainable;
    }

    @Override
    public void trainable(boolean trainable) {
      this.trainable = trainable;
    }

    @Override
    List<String> lower(String prefix, List<String> inputs, Lowering to) {
      return List.of(layer.lower(prefix + name(), inputs, to));
    }

    @Override
    int outputs() {
      return 1;
    }

    @Override
    ObjectNode config(List<Shape> inputs) {
      return LayerConfig.write(name(), layer, trainable, inputs);
    }

    @Override
    boolean takesNumbers() {
      return layer instanceof Arithmetic;
    }

    @Override
    ArrayNode arguments(List<ObjectNode> values) {
      return LayerConfig.arguments(layer, values);
    }

    @Override
    Set<String> trained(Map<String, Weight> weights) {
      Set<String> trained = new LinkedHashSet<>();
      weights.forEach(
          (weight, options) -> {
            boolean own = weight.startsWith(name() + "/");
            if (trainable && own && options.role() != Weight.Role.FIXED) {
              trained.add(weight);
            }
          });
      return trained;
    }
  }

  /** Another model, whose weights it shares. */
  static final class ModelMember extends Member {
    private final Network network;

    ModelMember(String name, Network network) {
      super(name);
      this.network = network;
    }

    Network network() {
      return network;
    }

    @Override
    public String className() {
      return network.isSequential() ? "Sequential" : "Functional";
    }

    @Override
    public boolean trainable() {
      return network.trainable();
    }

    @Override
    public void trainable(boolean trainable) {
      network.trainable(trainable);
    }

    @Override
    List<String> lower(String prefix, List<String> inputs, Lowering to) {
      return network.lower(prefix + name() + "/", inputs, to);
    }

    @Override
    int outputs() {
      return network.outputs().size();
    }

    @Override
    ObjectNode config(List<Shape> inputs) {
      return ModelConfig.write(name(), network);
    }

    @Override
    boolean takesNumbers() {
      return false;
    }

    @Override
    ArrayNode arguments(List<ObjectNode> values) {
      return LayerConfig.arguments(values);
    }

    @Override
    Set<String> trained(Map<String, Weight> weights) {
      Set<String> trained = new LinkedHashSet<>();
      network.trained().forEach(weight -> trained.add(name() + "/" + weight));
      return trained;
    }
  }
}
