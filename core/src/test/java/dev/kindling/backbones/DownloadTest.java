package dev.kindling.backbones;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kindling.files.ContentHash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server on this machine, which breaks off as often as it is told. */
class DownloadTest {

  private static final String FILE = "net-12345678.pth";

  private final byte[] content = new byte[1_000_000];
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private final List<String> said = new ArrayList<>();

  @TempDir private Path folder;
  private HttpServer server;

  /** How many bytes of each answer are sent before it breaks off. */
  private volatile int breaksAfter = Integer.MAX_VALUE;

  private volatile boolean knowsRanges = true;

  @BeforeEach
  void serve() throws IOException {
    new Random(1).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/" + FILE, this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), "");
    ranges.add(range);
    boolean partial = knowsRanges && !range.isEmpty();
    int from = partial ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    if (from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      exchange.close();
      return;
    }
    int length = content.length - from;
    exchange.sendResponseHeaders(partial ? 206 : 200, length);
    exchange.getResponseBody().write(content, from, Math.min(length, breaksAfter));
    if (length <= breaksAfter) {
      exchange.close();
    } else {
      exchange.getResponseBody().flush();
      throw new IOException("broken off"); // the server then closes the connection
    }
  }

  private PublishedWeights weights(String sha256) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + FILE);
    return new PublishedWeights("net", new Download(address), FILE, sha256, "MIT", "ImageNet");
  }

  private Path fetch() throws IOException {
    return weights(ContentHash.of(content).substring(0, 8)).fetch(folder, said::add);
  }

  @Test
  void file_comesOnce_withProgress() throws IOException {
    Path file = fetch();
    fetch();

    assertThat(file).hasBinaryContent(content);
    assertThat(ranges).containsExactly("");
    assertThat(said).anyMatch(each -> each.contains("50 % of 1 MB"));
    assertThat(folder).isDirectoryContaining(each -> each.endsWith(FILE));
    assertThat(folder.resolve(FILE + ".part")).doesNotExist();
  }

  /** Of what was sent before a break the last may be lost on the way. */
  @Test
  void brokenDownload_goesOn() throws IOException {
    breaksAfter = 600_000;

    assertThat(fetch()).hasBinaryContent(content);
    assertThat(ranges).hasSizeBetween(2, 3).startsWith("");
    assertThat(ranges.subList(1, ranges.size())).allMatch(each -> each.matches("bytes=\\d+-"));
  }

  @Test
  void downloadThatNeverEnds_isSaid_andTheNextGoesOn() throws IOException {
    breaksAfter = 300_000;
    assertThatThrownBy(this::fetch)
        .hasMessageContaining("MB came")
        .hasMessageContaining("--weights FILE");
    assertThat(folder.resolve(FILE)).doesNotExist();
    long came = Files.size(folder.resolve(FILE + ".part"));
    assertThat(came).isBetween(1L, 900_000L);

    breaksAfter = Integer.MAX_VALUE;
    ranges.clear();
    assertThat(fetch()).hasBinaryContent(content);
    assertThat(ranges).containsExactly("bytes=" + came + "-");
  }

  @Test
  void serverWithoutRanges_beginsAgain() throws IOException {
    knowsRanges = false;
    Files.write(folder.resolve(FILE + ".part"), new byte[5]);

    assertThat(fetch()).hasBinaryContent(content);
  }

  @Test
  void wholePart_isTaken() throws IOException {
    Files.write(folder.resolve(FILE + ".part"), content);

    assertThat(fetch()).hasBinaryContent(content);
  }

  @Test
  void wrongFile_isRefused_andForgotten() {
    assertThatThrownBy(() -> weights("00000000").fetch(folder, said::add))
        .hasMessageContaining("is not net")
        .hasMessageContaining("begin with 00000000");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void damagedPart_isRefused_andForgotten() throws IOException {
    Files.write(folder.resolve(FILE + ".part"), Arrays.copyOf(new byte[1], 1000));

    assertThatThrownBy(this::fetch).hasMessageContaining("SHA-256");
    assertThat(fetch()).hasBinaryContent(content);
  }

  @Test
  void missingFile_isNamed() {
    server.removeContext("/" + FILE);

    assertThatThrownBy(this::fetch).hasMessageContaining("the server answered 404");
  }

  @Test
  void noServer_isSaid() {
    server.stop(0);

    assertThatThrownBy(this::fetch).hasMessageContaining("no connection to the server");
  }

  @Test
  void fetchedFile_needsNoServer() throws IOException {
    Path file = fetch();
    server.stop(0);

    assertThat(fetch()).isEqualTo(file);
  }
}
