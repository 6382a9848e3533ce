package dev.kindling.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs sh")
class ContenderTest {

  private static final Contender SHELL = new Contender("shell", List.of("sh", "-c"), 3);

  @Test
  void answer_isWhatItPrints() throws IOException {
    JsonNode answer =
        SHELL.run(List.of("echo ignored >&2; printf '{\"threads\": %s}' $OMP_NUM_THREADS"));

    assertThat(answer.path("threads").asInt()).isEqualTo(3);
  }

  @Test
  void failure_tellsTheStatusAndTheLastComplaints() {
    assertThatThrownBy(() -> SHELL.run(List.of("echo 'no such data' >&2; exit 7")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("status 7")
        .hasMessageEndingWith("no such data");
  }

  @Test
  void silence_isAFailure() {
    assertThatThrownBy(() -> SHELL.run(List.of("true"))).isInstanceOf(IOException.class);
  }
}
