package dev.kindling.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.javacpp.BytePointer;

/**
 * Where a network keeps what it makes on its way: in one block, in which a value takes the place of
 * others that no later step reads. It is small, so more of it stays in the processor's cache.
 */
final class Workspace {

  /** Bytes: the processor's lines of memory. */
  private static final long ALIGNMENT = 64;

  private final List<Slot> slots = new ArrayList<>();
  private final IdentityHashMap<memory, Slot> byMemory = new IdentityHashMap<>();

  /** The bytes of the block, once it is there. */
  private long size;

  /** Takes memory without a place yet. */
  memory add(memory memory) {
    Slot slot = new Slot(memory);
    slots.add(slot);
    byMemory.put(memory, slot);
    return memory;
  }

  /** Takes another reading of the same memory, if that is here. */
  void addView(memory of, memory view) {
    Slot slot = byMemory.get(of);
    if (slot != null) {
      slot.readings.add(view);
      byMemory.put(view, slot);
    }
  }

  /** Says that a step, counted from the first, writes or reads the memory, if that is here. */
  void use(memory memory, int step) {
    Slot slot = byMemory.get(memory);
    if (slot != null) {
      slot.first = Math.min(slot.first, step);
      slot.last = Math.max(slot.last, step);
    }
  }

  /** Gives each its place: the largest first, each as far in front as it fits. */
  void place(Compiler c) {
    slots.sort(Comparator.comparingLong((Slot slot) -> slot.size).reversed());
    List<Slot> placed = new ArrayList<>();
    for (Slot slot : slots) {
      for (Slot other : placed) {
        if (slot.isNeededWith(other) && slot.start < other.end() && other.start < slot.end()) {
          slot.start = other.end();
        }
      }
      placed.add(slot);
      placed.sort(Comparator.comparingLong(other -> other.start));
      size = Math.max(size, slot.end());
    }
    if (size > 0) {
      memory block = c.allocate(new desc(new long[] {size}, data_type.u8, new long[] {1}));
      BytePointer start = new BytePointer(block.get_data_handle());
      slots.forEach(slot -> slot.moveTo(start.getPointer(slot.start)));
    }
  }

  long size() {
    return size;
  }

  /** A place in the block. */
  private static final class Slot {

    /** All of the same numbers. */
    final List<memory> readings = new ArrayList<>();

    final long size;
    long start;

    /** The steps between which the numbers are needed. */
    int first = Integer.MAX_VALUE;

    int last = -1;

    Slot(memory memory) {
      readings.add(memory);
      size = (memory.get_desc().get_size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    long end() {
      return start + size;
    }

    boolean isNeededWith(Slot other) {
      return first <= other.last && other.first <= last;
    }

    void moveTo(BytePointer place) {
      readings.forEach(reading -> reading.set_data_handle(place));
    }
  }
}
