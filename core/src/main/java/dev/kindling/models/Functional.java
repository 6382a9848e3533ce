package dev.kindling.models;

import dev.kindling.layers.Input;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.Layer;
import dev.kindling.layers.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From values with their histories to a network: which layers there are, in Keras's order, and
 * where each works. That order is by distance from the outputs, the farthest first, then by when a
 * walk from the outputs backwards comes to a layer.
 */
final class Functional {

  private final List<KerasTensor> inputs;
  private final Network network;
  private final IdentityHashMap<KerasTensor, String> values = new IdentityHashMap<>();

  /** Calls in the order in which a walk backwards leaves them: each after those that it needs. */
  private final List<KerasTensor.Call> calls = new ArrayList<>();

  private final IdentityHashMap<KerasTensor.Call, Integer> depths = new IdentityHashMap<>();
  private final IdentityHashMap<Operation, Integer> firstSeen = new IdentityHashMap<>();
  private final IdentityHashMap<Operation, Integer> operationDepths = new IdentityHashMap<>();
  private final IdentityHashMap<Operation, String> wishes = new IdentityHashMap<>();

  private Functional(String name, List<KerasTensor> inputs) {
    this.inputs = inputs;
    this.network = new Network(name, false);
  }

  static Network network(String name, List<KerasTensor> inputs, List<KerasTensor> outputs) {
    return new Functional(name, inputs).build(outputs);
  }

  private Network build(List<KerasTensor> outputs) {
    for (KerasTensor input : inputs) {
      String name = Names.unique("InputLayer", network.names());
      network.input(name, new Input(input.shape().withoutBatch()));
      values.put(input, name);
    }
    Set<KerasTensor.Call> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    outputs.forEach(output -> walk(output, entered));
    measureDepths();
    IdentityHashMap<Operation, Member> members = members();
    IdentityHashMap<KerasTensor.Call, List<String>> made = new IdentityHashMap<>();
    for (KerasTensor.Call call : calls) {
      List<String> taken = call.inputs().stream().map(tensor -> value(tensor, made)).toList();
      made.put(call, network.call(Objects.requireNonNull(members.get(call.operation())), taken));
    }
    network.outputs(outputs.stream().map(tensor -> value(tensor, made)).toList(), null);
    return network;
  }

  private void walk(KerasTensor tensor, Set<KerasTensor.Call> entered) {
    KerasTensor.Call call = tensor.producer();
    if (values.containsKey(tensor) || (call != null && !entered.add(call))) {
      return;
    }
    if (call == null) {
      throw new IllegalArgumentException(
          "The outputs of the model '%s' need an input of shape %s that is not among its inputs."
              .formatted(network.name(), tensor.shape()));
    }
    firstSeen.putIfAbsent(call.operation(), firstSeen.size());
    String wish = call.name();
    if (wish != null) {
      wishes.putIfAbsent(call.operation(), wish);
    }
    call.inputs().forEach(input -> walk(input, entered));
    calls.add(call);
  }

  private void measureDepths() {
    for (int i = calls.size() - 1; i >= 0; i--) {
      KerasTensor.Call call = calls.get(i);
      int depth =
          Math.max(depths.getOrDefault(call, 0), operationDepths.getOrDefault(call.operation(), 0));
      operationDepths.put(call.operation(), depth);
      for (KerasTensor input : call.inputs()) {
        KerasTensor.Call before = input.producer();
        if (before != null) {
          depths.merge(before, depth + 1, Math::max);
        }
      }
    }
  }

  /** The layers in Keras's order, each made a member of the network when it is first at work. */
  private IdentityHashMap<Operation, Member> members() {
    List<Operation> operations = new ArrayList<>(firstSeen.keySet());
    operations.sort(
        Comparator.<Operation>comparingInt(operation -> -order(operationDepths, operation))
            .thenComparingInt(operation -> order(firstSeen, operation)));
    Set<String> taken = new LinkedHashSet<>(network.names());
    taken.addAll(wishes.values());
    IdentityHashMap<Operation, Member> members = new IdentityHashMap<>();
    for (Operation operation : operations) {
      Member member = member(operation, wishes.get(operation), taken);
      taken.add(member.name());
      members.put(operation, member);
      network.declare(member);
    }
    return members;
  }

  private static int order(IdentityHashMap<Operation, Integer> by, Operation operation) {
    return Objects.requireNonNull(by.get(operation));
  }

  private static Member member(Operation operation, @Nullable String wish, Set<String> taken) {
    if (operation instanceof Model model) {
      boolean named = !Names.isDefault(model.name(), model.className());
      String own = named ? model.name() : Names.unique(model.className(), taken);
      return new Member.ModelMember(wish == null ? own : wish, model.network());
    }
    if (operation instanceof Layer layer) {
      String own = Names.unique(layer.className(), taken);
      return new Member.LayerMember(wish == null ? own : wish, layer);
    }
    throw new IllegalArgumentException("There is no such layer here: " + operation);
  }

  private String value(KerasTensor tensor, IdentityHashMap<KerasTensor.Call, List<String>> made) {
    String input = values.get(tensor);
    return input != null
        ? input
        : Objects.requireNonNull(made.get(Objects.requireNonNull(tensor.producer())))
            .get(tensor.index());
  }
}
