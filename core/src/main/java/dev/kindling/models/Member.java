package dev.kindling.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.layers.Layer;
import dev.kindling.layers.LayerConfig;
import dev.kindling.layers.Lowering;
import dev.kindling.tensor.Shape;

/** What stands in a model under a name of its own: a layer, or another model. */
sealed interface Member {

  String name();

  String className();

  /** Appends it to a graph; the names of all that it adds begin with the prefix and its name. */
  String lower(String prefix, String input, Lowering to);

  ObjectNode config(Shape input);

  /** A layer. */
  record LayerMember(String name, Layer layer) implements Member {
    @Override
    public String className() {
      return layer.className();
    }

    @Override
    public String lower(String prefix, String input, Lowering to) {
      return layer.lower(prefix + name, input, to);
    }

    @Override
    public ObjectNode config(Shape input) {
      return LayerConfig.write(name, layer, input);
    }
  }

  /** Another model, whose weights it shares. */
  record ModelMember(String name, Stack stack) implements Member {
    @Override
    public String className() {
      return "Sequential";
    }

    @Override
    public String lower(String prefix, String input, Lowering to) {
      return stack.lower(prefix + name + "/", input, to);
    }

    @Override
    public ObjectNode config(Shape input) {
      return SequentialConfig.write(name, stack);
    }
  }
}
