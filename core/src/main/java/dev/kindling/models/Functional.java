package dev.kindling.models;

import dev.kindling.layers.Input;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.Layer;
import dev.kindling.layers.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
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

  private final IdentityHashMap<KerasTensor.Call, Integer> numbers = new IdentityHashMap<>();
  private final IdentityHashMap<KerasTensor.Call, List<String>> made = new IdentityHashMap<>();
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
    connect(members());
    network.outputs(outputs.stream().map(this::value).toList(), null);
    return network;
  }

  /** An output of a call, or an input of the model: a call of nothing. */
  private record Value(int call, int index) {}

  /** Has the layers work, in the order in which a file of this network would have them work. */
  private void connect(IdentityHashMap<Operation, Member> members) {
    Map<Member, List<List<Value>>> places = new LinkedHashMap<>();
    network.members().forEach(member -> places.put(member, new ArrayList<>()));
    Map<Member, List<KerasTensor.Call>> callsOf = new LinkedHashMap<>();
    for (KerasTensor.Call call : calls) {
      Member member = Objects.requireNonNull(members.get(call.operation()));
      Objects.requireNonNull(places.get(member))
          .add(call.inputs().stream().map(this::numbered).toList());
      callsOf.computeIfAbsent(member, key -> new ArrayList<>()).add(call);
    }
    new CallOrder<>(places)
        .run(
            inputs.stream().map(this::numbered).toList(),
            (member, place, taken) -> {
              KerasTensor.Call call = Objects.requireNonNull(callsOf.get(member)).get(place);
              List<String> names = call.inputs().stream().map(this::value).toList();
              List<String> outputs = network.call(member, names);
              made.put(call, outputs);
              return IntStream.range(0, outputs.size())
                  .mapToObj(index -> new Value(numberOf(call), index))
                  .toList();
            });
  }

  private Value numbered(KerasTensor tensor) {
    KerasTensor.Call call = tensor.producer();
    return values.containsKey(tensor) || call == null
        ? new Value(-1, inputs.indexOf(tensor))
        : new Value(numberOf(call), tensor.index());
  }

  private int numberOf(KerasTensor.Call call) {
    return Objects.requireNonNull(numbers.get(call));
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
    numbers.put(call, calls.size());
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

  private String value(KerasTensor tensor) {
    String input = values.get(tensor);
    return input != null
        ? input
        : Objects.requireNonNull(made.get(Objects.requireNonNull(tensor.producer())))
            .get(tensor.index());
  }
}
