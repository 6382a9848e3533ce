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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The members of a model, how values go from one to another, and their weights. A {@code
 * Sequential} is one whose members follow each other.
 *
 * <p>A value has the name of the input or the member that it comes from; what a member gives at a
 * second place is {@code member:1}, the second of several outputs {@code member#1}.
 */
final class Network {

  /** A member at work on some values, making others. */
  record Call(Member member, List<String> inputs, List<String> outputs) {}

  /** Ten times as many as the largest known network has. */
  private static final int MOST_MEMBERS = 10_000;

  private final String name;
  private final boolean sequential;
  private final Map<String, Input> inputs = new LinkedHashMap<>();
  private final List<Member> members = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private List<String> outputs = List.of();
  private final Map<String, Tensor> weights = new LinkedHashMap<>();

  /** The weights that belong to no model that is a member. */
  private final Set<String> own = new LinkedHashSet<>();

  /** Those of them whose first numbers are drawn when somebody asks: most get those of a file. */
  private final Set<String> undrawn = new LinkedHashSet<>();

  /** Whether all are there, those of models that are members, too: asked many times in a step. */
  private boolean drawn;

  private final NumpyRandom random = new NumpyRandom(0);
  private @Nullable Lowered lowered;
  private boolean trainable = true;
  private long changes;

  /** A network whose members follow each other. */
  Network(String name) {
    this(name, true);
  }

  Network(String name, boolean sequential) {
    Names.require(name, Set.of());
    this.name = name;
    this.sequential = sequential;
  }

  String name() {
    return name;
  }

  /** Whether the members follow each other, from one input to one output. */
  boolean isSequential() {
    return sequential;
  }

  /** What the model is given, by name. */
  Map<String, Input> inputs() {
    return Collections.unmodifiableMap(inputs);
  }

  List<Member> members() {
    return Collections.unmodifiableList(members);
  }

  /** The members at work, each after those whose values it takes. */
  List<Call> calls() {
    return Collections.unmodifiableList(calls);
  }

  /** The names of the values that the model gives. */
  List<String> outputs() {
    return outputs;
  }

  Lowered lowered() {
    if (lowered == null) {
      throw new IllegalStateException(
          "The model '%s' has no Input yet: begin with model.add(new Input(150, 150, 3))"
              .formatted(name));
    }
    return lowered;
  }

  /** Says what a model of members one after another takes. */
  void add(Input input) {
    if (lowered != null) {
      throw new IllegalStateException(
          "A model has one Input. Received a second one, of shape " + input.shape());
    }
    input(Lowered.INPUT, input);
    outputs(List.of(Lowered.INPUT), null);
  }

  /**
   * Adds a member at the end.
   *
   * @param given has the weights of a new layer; null to draw them
   */
  void add(Member member, @Nullable WeightSource given) {
    lowered();
    List<String> made = call(member, outputs);
    try {
      outputs(made, given);
    } catch (RuntimeException e) {
      calls.remove(calls.size() - 1);
      members.remove(member);
      throw e;
    }
  }

  void input(String name, Input input) {
    Names.require(name, names());
    inputs.put(name, input);
  }

  /** Adds a member that will be at work later. */
  void declare(Member member) {
    if (members.size() == MOST_MEMBERS) {
      throw new IllegalArgumentException("A model has at most %d layers".formatted(MOST_MEMBERS));
    }
    Names.require(member.name(), names());
    if (member instanceof Member.ModelMember nested) {
      requireOthers(nested.network());
    }
    members.add(member);
  }

  /** Has a member work on values, a new one or one that works elsewhere; gives what it makes. */
  List<String> call(Member member, List<String> values) {
    if (!members.contains(member)) {
      declare(member);
    }
    long before = calls.stream().filter(call -> call.member() == member).count();
    List<String> made = new ArrayList<>();
    for (int i = 0; i < member.outputs(); i++) {
      made.add(member.name() + (before == 0 ? "" : ":" + before) + (i == 0 ? "" : "#" + i));
    }
    calls.add(new Call(member, List.copyOf(values), List.copyOf(made)));
    return made;
  }

  /**
   * Says what the model gives, and makes the weights of new layers.
   *
   * @param given has them; null to draw them
   */
  void outputs(List<String> values, @Nullable WeightSource given) {
    Lowered after = Lowered.of(inputs, calls, values);
    for (Member member : members) {
      if (member instanceof Member.ModelMember nested) {
        nested
            .network()
            .weights
            .forEach((n, tensor) -> weights.putIfAbsent(member.name() + "/" + n, tensor));
      }
    }
    after
        .weights()
        .forEach(
            (parameter, weight) -> {
              if (!weights.containsKey(parameter)) {
                Shape shape = after.graph().shape(parameter);
                if (given == null) {
                  weights.put(parameter, Tensor.zeros(shape.toArray()));
                  undrawn.add(parameter);
                } else {
                  weights.put(parameter, given.first(parameter, shape, weight));
                }
                own.add(parameter);
              }
            });
    inOrder(after.weights().keySet());
    outputs = List.copyOf(values);
    lowered = after;
    drawn = false;
  }

  /** The weights in the order of the layers, whichever were there first. */
  private void inOrder(Set<String> names) {
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    names.forEach(n -> ordered.put(n, Objects.requireNonNull(weights.get(n))));
    weights.clear();
    weights.putAll(ordered);
  }

  /** A weight that stood in two places would be moved twice in each step. */
  private void requireOthers(Network added) {
    boolean shared = added.weights.values().stream().anyMatch(weights::containsValue);
    if (added == this || shared) {
      throw new IllegalArgumentException(
          "The model '%s' is in the model '%s' already; it can be added once."
              .formatted(added.name, name));
    }
  }

  /** The names that are taken. The model's own is: a model in it becomes {@code sequential_1}. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(Set.of(name));
    names.addAll(inputs.keySet());
    members.forEach(member -> names.add(member.name()));
    return names;
  }

  /** Appends the members to a graph; the names of all that they add begin with the prefix. */
  List<String> lower(String prefix, List<String> given, Lowering to) {
    List<Shape> wanted = lowered().inputs();
    List<Shape> received = given.stream().map(to::kerasShape).toList();
    if (!received.equals(wanted)) {
      throw new IllegalArgumentException(
          "The model '%s' takes values of shape %s. Received: %s"
              .formatted(name, inWords(wanted), inWords(received)));
    }
    Map<String, String> values = new HashMap<>();
    int i = 0;
    for (String input : inputs.keySet()) {
      values.put(input, given.get(i++));
    }
    Lowered.lower(prefix, calls, values, to);
    return outputs.stream().map(value -> Objects.requireNonNull(values.get(value))).toList();
  }

  private static String inWords(List<Shape> shapes) {
    return shapes.size() == 1 ? shapes.get(0).toString() : shapes.toString();
  }

  /** The weights themselves, by name. */
  Map<String, Tensor> weights() {
    draw();
    return Collections.unmodifiableMap(weights);
  }

  /** The numbers of all parameters of the graph: the weights and the constants. */
  Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>(lowered().constants());
    parameters.putAll(weights());
    return parameters;
  }

  private void draw() {
    if (drawn) {
      return;
    }
    nested().forEach(Network::draw);
    undrawn.forEach(this::fill);
    undrawn.clear();
    drawn = true;
  }

  private void fill(String parameter) {
    Weight weight = Objects.requireNonNull(lowered().weights().get(parameter));
    Tensor numbers = Objects.requireNonNull(weights.get(parameter));
    weight.initializer().fill(numbers, weight.keras().shape(), random);
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
        penalty +=
            regularizer.penalty(Objects.requireNonNull(weights().get(weight.getKey())).data());
      }
    }
    return penalty;
  }

  Map<String, Tensor> copyWeights() {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    weights().forEach((parameter, tensor) -> copies.put(parameter, copy(tensor)));
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
    keepAsSet();
    weightsChanged();
  }

  void initialize(long seed) {
    random.seed(seed);
    own.forEach(this::fill);
    undrawn.clear();
    weightsChanged();
  }

  private void keepAsSet() {
    undrawn.clear();
    nested().forEach(Network::keepAsSet);
  }

  static Tensor required(String parameter, Shape shape, Map<String, Tensor> given) {
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
    nested().forEach(Network::weightsChanged);
  }

  /** Another number whenever the weights have other numbers, also by a model that shares them. */
  long version() {
    return changes + nested().mapToLong(Network::version).sum();
  }

  private Stream<Network> nested() {
    return members.stream()
        .filter(Member.ModelMember.class::isInstance)
        .map(member -> ((Member.ModelMember) member).network());
  }
}
