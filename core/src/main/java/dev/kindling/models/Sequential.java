package dev.kindling.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.engine.EngineOptions;
import dev.kindling.layers.Input;
import dev.kindling.layers.Layer;
import dev.kindling.tensor.Tensor;
import java.util.Map;

/**
 * A network of layers one after another, with its weights. Keras: {@code Sequential}.
 *
 * <pre>{@code
 * Sequential model = new Sequential();
 * model.add(new Input(150, 150, 3));
 * model.add(new Conv2D(32, 3));
 * model.add(new Activation(RELU));
 * model.add(new MaxPooling2D(2));
 * model.add(new Flatten());
 * model.add(new Dense(1).activation(SIGMOID));
 * model.compile(new RMSprop(), new BinaryCrossentropy(), new Accuracy());
 * History history = model.fit(train, new FitOptions().epochs(50).validationData(validation));
 * }</pre>
 *
 * <p>A model may be a layer of another, which then shares its weights. Weights are known by name,
 * as {@code conv2d/kernel} or {@code sequential_1/dense/bias}; kernels of convolutions are {@code
 * (filters, channels, height, width)}.
 *
 * <p>Once trained or used, a model holds native memory until it is {@linkplain #close() closed}.
 * Not for use by several threads at once, but for {@link #stopTraining()}.
 */
public final class Sequential extends Model {

  private static final String DEFAULT_NAME = "sequential";

  /** A model without layers, named {@code sequential}. */
  public Sequential() {
    this(DEFAULT_NAME);
  }

  /** A model without layers. */
  public Sequential(String name) {
    super(new Network(name));
  }

  Sequential(Network network) {
    super(network);
  }

  /**
   * Says what the model takes; comes before all layers.
   *
   * @throws IllegalStateException if that is said already
   */
  public Sequential add(Input input) {
    network().add(input);
    return this;
  }

  /**
   * Adds a layer at the end, under the name that Keras gives it: {@code conv2d}, then {@code
   * conv2d_1} and so on, counted in each model by itself.
   *
   * @throws IllegalArgumentException if the layer does not take what comes out of the one before it
   * @throws IllegalStateException if there is no Input yet
   */
  public Sequential add(Layer layer) {
    return add(Names.unique(layer.className(), network().names()), layer);
  }

  /** Adds a layer at the end under a name that no other layer of the model has. */
  public Sequential add(String name, Layer layer) {
    return add(new Member.LayerMember(name, layer));
  }

  /**
   * Adds another model, as it is now, as a layer at the end. Its weights are shared: training the
   * one trains the other.
   *
   * @throws IllegalArgumentException if it is in this model already, or does not take what comes
   *     out of the layer before it
   */
  public Sequential add(Model model) {
    boolean named = !Names.isDefault(model.name(), model.className());
    String name = named ? model.name() : Names.unique(model.className(), network().names());
    return add(name, model);
  }

  /** Adds another model as a layer at the end under a name that no other layer of the model has. */
  public Sequential add(String name, Model model) {
    return add(new Member.ModelMember(name, model.network()));
  }

  private Sequential add(Member member) {
    network().add(member, null);
    changed();
    return this;
  }

  @Override
  public Sequential initialize(long seed) {
    super.initialize(seed);
    return this;
  }

  @Override
  public Sequential engine(EngineOptions options) {
    super.engine(options);
    return this;
  }

  @Override
  public Sequential trainable(boolean trainable) {
    super.trainable(trainable);
    return this;
  }

  /**
   * A model from Keras 3's JSON form of a {@code Sequential}, with weights drawn anew.
   *
   * @throws IllegalArgumentException if something in it is not known here; the message names it
   */
  public static Sequential fromConfig(JsonNode config) {
    return new Sequential(ModelConfig.readSequential(config, null));
  }

  /**
   * A model from Keras 3's JSON form of a {@code Sequential}, with these weights, which are copied.
   *
   * @throws IllegalArgumentException if something in the config is not known here, or a weight is
   *     missing or of another shape; the message names it
   */
  public static Sequential fromConfig(JsonNode config, Map<String, Tensor> weights) {
    return new Sequential(ModelConfig.readSequential(config, WeightSource.copies(weights)));
  }
}
