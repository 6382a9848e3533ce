package dev.kindling.models;

import dev.kindling.layers.Input;
import dev.kindling.layers.Lowering;
import dev.kindling.layers.Regularizer;
import dev.kindling.layers.Weight;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members of a model one on another, with their weights. */
final class Stack {

  private final String name;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Tensor> weights = new LinkedHashMap<>();

  /** The weights that belong to no model that is a member. */
  private final Set<String> own = new LinkedHashSet<>();

  private final NumpyRandom random = new NumpyRandom(0);
  private @Nullable Lowered lowered;
  private boolean trainable = true;
  private long changes;

  Stack(String name) {
    Names.require(name, Set.of());
    this.name = name;
  }

  String name() {
    return name;
  }

  List<Member> members() {
    return Collections.unmodifiableList(members);
  }

  Lowered lowered() {
    if (lowered == null) {
      throw new IllegalStateException(
          "The model '%s' has no Input yet: begin with model.add(new Input(150, 150, 3))"
              .formatted(name));
    }
    return lowered;
  }

  void add(Input input) {
    if (lowered != null) {
      throw new IllegalStateException(
          "A model has one Input. Received a second one, of shape " + input.shape());
    }
    lowered = Lowered.of(input, List.of());
  }

  /**
   * Adds a member at the end.
   *
   * @param given has the weights of a new layer, which are copied; null to draw them
   */
  void add(Member member, @Nullable Map<String, Tensor> given) {
    Names.require(member.name(), names());
    List<Member> longer = new ArrayList<>(members);
    longer.add(member);
    Lowered after = Lowered.of(lowered().taken(), longer);
    if (member instanceof Member.ModelMember nested) {
      requireOthers(nested.stack());
      nested.stack().weights.forEach((n, tensor) -> weights.put(member.name() + "/" + n, tensor));
    } else {
      after
          .weights()
          .forEach(
              (parameter, weight) -> {
                if (!weights.containsKey(parameter)) {
                  Shape shape = after.graph().shape(parameter);
                  Tensor numbers =
                      given == null
                          ? weight.initializer().draw(shape, weight.keras().shape(), random)
                          : copy(required(parameter, shape, given));
                  weights.put(parameter, numbers);
                  own.add(parameter);
                }
              });
    }
    members.add(member);
    lowered = after;
  }

  /** A weight that stood in two places would be moved twice in each step. */
  private void requireOthers(Stack added) {
    boolean shared = added.weights.values().stream().anyMatch(weights::containsValue);
    if (added == this || shared) {
      throw new IllegalArgumentException(
          "The model '%s' is in the model '%s' already; it can be added once."
              .formatted(added.name, name));
    }
  }

  /** The names that are taken. The model's own is: a model in it becomes {@code sequential_1}. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(Set.of(name, Lowered.INPUT));
    members.forEach(member -> names.add(member.name()));
    return names;
  }

  /** Appends the members to a graph; the names of all that they add begin with the prefix. */
  String lower(String prefix, String value, Lowering to) {
    Shape taken = to.kerasShape(value);
    if (!taken.equals(lowered().input())) {
      throw new IllegalArgumentException(
          "The model '%s' takes values of shape %s. Received: %s"
              .formatted(name, lowered().input(), taken));
    }
    String last = value;
    for (Member member : members) {
      last = member.lower(prefix, last, to);
    }
    return last;
  }

  /** The weights themselves, by name. */
  Map<String, Tensor> weights() {
    return Collections.unmodifiableMap(weights);
  }

  /** The numbers of all parameters of the graph: the weights and the constants. */
  Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>(lowered().constants());
    parameters.putAll(weights);
    return parameters;
  }

  /** The names of the weights that training changes. */
  Set<String> trained() {
    Set<String> trained = new LinkedHashSet<>();
    if (trainable) {
      members.forEach(member -> trained.addAll(member.trained(lowered().weights())));
    }
    return trained;
  }

  boolean trainable() {
    return trainable;
  }

  /** Freezes or frees the model and, as Keras does, all that is in it. */
  void trainable(boolean trainable) {
    this.trainable = trainable;
    members.forEach(member -> member.trainable(trainable));
  }

  /** What the regularizers add to the loss. */
  double penalty() {
    double penalty = 0;
    for (Map.Entry<String, Weight> weight : lowered().weights().entrySet()) {
      Regularizer regularizer = weight.getValue().regularizer();
      if (regularizer != null) {
        penalty += regularizer.penalty(Objects.requireNonNull(weights.get(weight.getKey())).data());
      }
    }
    return penalty;
  }

  Map<String, Tensor> copyWeights() {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    weights.forEach((parameter, tensor) -> copies.put(parameter, copy(tensor)));
    return copies;
  }

  void setWeights(Map<String, Tensor> given) {
    if (!given.keySet().equals(weights.keySet())) {
      throw new IllegalArgumentException(
          "The weights of the model '%s' are %s. Received: %s"
              .formatted(name, weights.keySet(), given.keySet()));
    }
    weights.forEach((parameter, tensor) -> required(parameter, tensor.shape(), given));
    weights.forEach(
        (parameter, tensor) -> {
          float[] numbers = required(parameter, tensor.shape(), given).data();
          System.arraycopy(numbers, 0, tensor.data(), 0, numbers.length);
        });
    weightsChanged();
  }

  void initialize(long seed) {
    random.seed(seed);
    for (String parameter : own) {
      Weight weight = Objects.requireNonNull(lowered().weights().get(parameter));
      Tensor numbers = Objects.requireNonNull(weights.get(parameter));
      weight.initializer().fill(numbers, weight.keras().shape(), random);
    }
    weightsChanged();
  }

  private static Tensor required(String parameter, Shape shape, Map<String, Tensor> given) {
    Tensor tensor = given.get(parameter);
    if (tensor == null || !tensor.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "The weight '%s' must have the shape %s. Received: %s"
              .formatted(parameter, shape, tensor == null ? "none" : tensor.shape()));
    }
    return tensor;
  }

  private static Tensor copy(Tensor tensor) {
    return Tensor.of(tensor.shape(), tensor.data().clone());
  }

  /** To be called whenever the weights have other numbers. */
  void weightsChanged() {
    changes++;
    nested().forEach(Stack::weightsChanged);
  }

  /** Another number whenever the weights have other numbers, also by a model that shares them. */
  long version() {
    return changes + nested().mapToLong(Stack::version).sum();
  }

  private Stream<Stack> nested() {
    return members.stream()
        .filter(Member.ModelMember.class::isInstance)
        .map(member -> ((Member.ModelMember) member).stack());
  }
}
