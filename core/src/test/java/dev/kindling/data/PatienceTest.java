package dev.kindling.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PatienceTest {

  @Test
  void pictureThatNeverComes_isNamed() {
    Patience impatient = new Patience(Duration.ofMillis(20));

    assertThatThrownBy(() -> impatient.await(new CompletableFuture<>(), () -> "/net/cat.7.jpg"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("/net/cat.7.jpg has not come for 0.02 seconds");
  }

  @Test
  void pictureThatComes_isGivenOn() throws Exception {
    assertThat(Patience.DEFAULT.await(CompletableFuture.completedFuture(7), () -> "seven"))
        .isEqualTo(7);
  }
}
