package dev.kindling.weights;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reader of Python pickles that runs nothing: it knows the instructions that make numbers, texts,
 * lists and dicts, and leaves every name to its {@link Builder}, which knows a few by heart and
 * refuses all others. Python's lists and tuples become lists, dicts become maps, None is {@link
 * #NONE}.
 */
final class Unpickler {

  /** What a pickle may ask for beyond plain values. */
  interface Builder {

    /** What stands for a name of Python, as {@code collections.OrderedDict}. */
    Object global(String name) throws IOException;

    /** What comes of calling that. */
    Object call(Object global, List<Object> arguments) throws IOException;

    /** What stands for a value outside the pickle. */
    Object outside(Object id) throws IOException;
  }

  /** Python's None. */
  static final Object NONE = new Object();

  private static final Object MARK = new Object();

  /** A byte may ask for an object of a hundred; a state dict of a large network has some 50,000. */
  private static final int MOST_OBJECTS = 1_000_000;

  private final PickleInput in;
  private final Builder builder;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int objects;

  private Unpickler(PickleInput in, Builder builder) {
    this.in = in;
    this.builder = builder;
  }

  /**
   * Reads one pickle, up to and with its end.
   *
   * @throws WeightFileException if it is broken or asks for what the builder refuses
   */
  static Object read(PickleInput in, Builder builder) throws IOException {
    try {
      return new Unpickler(in, builder).run();
    } catch (EOFException e) {
      throw new WeightFileException("ends within its pickle, at byte " + in.position());
    }
  }

  private Object run() throws IOException {
    while (true) {
      int code = in.unsignedByte();
      if (code == '.') {
        return pop();
      }
      if (++objects > MOST_OBJECTS) {
        throw new WeightFileException(
            "has more than %d instructions in its pickle: that is no state dict"
                .formatted(MOST_OBJECTS));
      }
      step(code);
    }
  }

  private void step(int code) throws IOException {
    switch (code) {
      case 0x80 -> version(in.unsignedByte());
      case 0x95 -> in.signedLong(); // the length of a frame
      case '(' -> push(MARK);
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> push(top());

      case 'N' -> push(NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.signedInt());
      case 'K' -> push((long) in.unsignedByte());
      case 'M' -> push((long) in.unsignedShort());
      case 0x8a -> push(number(in.integer(in.unsignedByte())));
      case 0x8b -> push(number(in.integer(in.unsignedInt())));
      case 'G' -> push(in.bigEndianDouble());

      case 'X' -> push(in.text(in.unsignedInt()));
      case 0x8c -> push(in.text(in.unsignedByte()));
      case 0x8d -> push(in.text(in.signedLong()));
      case 'U' -> push(in.text(in.unsignedByte())); // Python 2's texts
      case 'T' -> push(in.text(in.signedInt()));
      case 'B' -> push(in.bytes(in.unsignedInt()));
      case 'C' -> push(in.bytes(in.unsignedByte()));

      case ')' -> push(new ArrayList<>());
      case 0x85, 0x86, 0x87 -> push(popped(code - 0x84));
      case 't' -> push(popToMark());
      case ']' -> push(new ArrayList<>());
      case 'l' -> push(popToMark());
      case 'a' -> append(popped(1));
      case 'e' -> append(popToMark());
      case '}' -> push(new LinkedHashMap<>());
      case 'd' -> push(put(new LinkedHashMap<>(), popToMark()));
      case 's' -> setItems(popped(2));
      case 'u' -> setItems(popToMark());

      case 'q' -> remember(in.unsignedByte());
      case 'r' -> remember(in.unsignedInt());
      case 0x94 -> remember(memo.size());
      case 'h' -> push(recalled(in.unsignedByte()));
      case 'j' -> push(recalled(in.unsignedInt()));

      case 'c' -> push(builder.global(in.line() + "." + in.line()));
      case 0x93 -> {
        List<Object> name = popped(2);
        push(builder.global(text(name.get(0)) + "." + text(name.get(1))));
      }
      case 'R', 0x81 -> {
        Object arguments = pop();
        push(builder.call(pop(), list(arguments)));
      }
      case 'b' -> pop(); // more of an object that is built already: an OrderedDict's attributes
      case 'Q' -> push(builder.outside(pop()));
      default ->
          throw new WeightFileException(
              "has the instruction 0x%02x in its pickle, at byte %d, which no state dict needs"
                  .formatted(code, in.position() - 1));
    }
  }

  private static void version(int version) throws WeightFileException {
    if (version < 2 || version > 5) {
      throw new WeightFileException(
          "is a pickle of protocol %d; 2 to 5 are known".formatted(version));
    }
  }

  private static Object number(BigInteger integer) {
    return integer.bitLength() < 64 ? (Object) integer.longValue() : integer;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() throws WeightFileException {
    if (stack.isEmpty()) {
      throw broken("takes a value where there is none");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws WeightFileException {
    Object value = top();
    stack.remove(stack.size() - 1);
    if (value == MARK) {
      throw broken("takes a value where there is none");
    }
    return value;
  }

  /** The topmost values, in the order in which they were put there. */
  private List<Object> popped(int count) throws WeightFileException {
    List<Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(pop());
    }
    Collections.reverse(values);
    return values;
  }

  private List<Object> popToMark() throws WeightFileException {
    List<Object> values = new ArrayList<>();
    while (top() != MARK) {
      values.add(pop());
    }
    stack.remove(stack.size() - 1);
    Collections.reverse(values);
    return values;
  }

  private void append(List<Object> values) throws WeightFileException {
    list(top()).addAll(values);
  }

  private void setItems(List<Object> keysAndValues) throws WeightFileException {
    put(map(top()), keysAndValues);
  }

  private Map<Object, Object> put(Map<Object, Object> map, List<Object> keysAndValues)
      throws WeightFileException {
    if (keysAndValues.size() % 2 != 0) {
      throw broken("has a key without a value");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      if (!(key instanceof String || key instanceof Long)) {
        throw broken("has a dict with keys that are neither texts nor numbers");
      }
      map.put(key, keysAndValues.get(i + 1));
    }
    return map;
  }

  private void remember(long place) throws WeightFileException {
    if (place > MOST_OBJECTS) {
      throw broken("remembers a value under the number " + place);
    }
    memo.put((int) place, top());
  }

  private Object recalled(long place) throws WeightFileException {
    Object value = place > MOST_OBJECTS ? null : memo.get((int) place);
    if (value == null) {
      throw broken("recalls a value that it did not remember, number " + place);
    }
    return value;
  }

  private String text(Object value) throws WeightFileException {
    if (value instanceof String text) {
      return text;
    }
    throw broken("has no text where one must be");
  }

  @SuppressWarnings("unchecked") // all lists are made here
  private List<Object> list(Object value) throws WeightFileException {
    if (value instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw broken("has no list where one must be");
  }

  @SuppressWarnings("unchecked") // all maps are made here or by the builder
  private Map<Object, Object> map(Object value) throws WeightFileException {
    if (value instanceof Map<?, ?> map) {
      return (Map<Object, Object>) map;
    }
    throw broken("has no dict where one must be");
  }

  private WeightFileException broken(String what) {
    return new WeightFileException(
        "has a broken pickle: it %s, at byte %d".formatted(what, in.position()));
  }
}
