package dev.kindling.models;

import dev.kindling.layers.Initializer;
import dev.kindling.layers.Input;
import dev.kindling.layers.Lowering;
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

  /** How the weights begin, but for those shared with models that are members. */
  private final Map<String, Initializer> initializers = new LinkedHashMap<>();

  private final NumpyRandom random = new NumpyRandom(0);
  private @Nullable Lowered lowered;
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
      for (Map.Entry<String, Initializer> parameter : after.initializers().entrySet()) {
        if (!weights.containsKey(parameter.getKey())) {
          Shape shape = after.graph().shape(parameter.getKey());
          Tensor numbers =
              given == null
                  ? parameter.getValue().draw(shape, random)
                  : copy(required(parameter.getKey(), shape, given));
          weights.put(parameter.getKey(), numbers);
          initializers.put(parameter.getKey(), parameter.getValue());
        }
      }
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
    initializers.forEach(
        (parameter, initializer) ->
            initializer.fill(Objects.requireNonNull(weights.get(parameter)), random));
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
