package dev.kindling.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a figure was measured on, in words. */
final class Machine {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** Instructions that decide how fast a network computes, as Linux names them. */
  private static final List<String> TOLD_FLAGS =
      List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16");

  private Machine() {}

  /** What the machine is and what runs on it, by kind: processor, threads, system, Java. */
  static Map<String, String> describe(int threads) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", processor());
    facts.put("threads", String.valueOf(threads));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put(
        "Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    return facts;
  }

  private static String processor() throws IOException {
    if (!Files.exists(CPU_INFO)) {
      return System.getProperty("os.arch");
    }
    Map<String, String> cpu = new LinkedHashMap<>();
    for (String line : Files.readAllLines(CPU_INFO, StandardCharsets.UTF_8)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        cpu.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    List<String> flags = List.of(cpu.getOrDefault("flags", "").split(" ", -1));
    List<String> told = new ArrayList<>(TOLD_FLAGS);
    told.retainAll(flags);
    return String.format(
        Locale.ROOT,
        "%s, family %s model %s, %d cores, %s",
        cpu.getOrDefault("model name", "unknown"),
        cpu.getOrDefault("cpu family", "?"),
        cpu.getOrDefault("model", "?"),
        Runtime.getRuntime().availableProcessors(),
        String.join(" ", told));
  }
}
