package dev.kindling.backbones;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A file at an address. What has come of it stays when the connection breaks, and the next attempt
 * goes on from there.
 *
 * @param address of the file
 */
record Download(URI address) implements PublishedWeights.Source {

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int BEYOND_THE_END = 416;
  private static final int ATTEMPTS = 3;
  private static final int TENTHS = 10;
  private static final double MEGABYTE = 1e6;

  @Override
  public String toString() {
    return address.toString();
  }

  @Override
  public void fetch(Path part, String file, PublishedWeights.Listener listener) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    try (FileChannel channel =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new IOException(part + " is being fetched by another process: wait for it.");
      }
      fetch(client, channel, listener);
    }
  }

  private void fetch(HttpClient client, FileChannel channel, PublishedWeights.Listener listener)
      throws IOException {
    @Nullable IOException failure = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      long before = channel.size();
      try {
        if (attempt(client, channel, listener)) {
          return;
        }
      } catch (IOException e) {
        failure = e;
      }
      if (i > 0 && channel.size() == before) {
        break; // Nothing comes any more.
      }
    }
    throw new IOException(
        "%s could not be fetched whole: %.1f MB came%s. Try again: it goes on from there. Without a network, fetch it elsewhere and give it with --weights FILE."
            .formatted(
                address,
                channel.size() / MEGABYTE,
                failure == null ? "" : ", then: " + reason(failure)),
        failure);
  }

  private static String reason(IOException e) {
    if (e instanceof ConnectException) {
      return "no connection to the server";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Whether the file is whole now. */
  private boolean attempt(
      HttpClient client, FileChannel channel, PublishedWeights.Listener listener)
      throws IOException {
    long have = channel.size();
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(60));
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response = send(client, request.build());
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      if (status == BEYOND_THE_END) {
        return true; // All of it is here, or too much: its hash will say.
      }
      if (status != OK && status != PARTIAL) {
        throw new IOException("the server answered " + status);
      }
      if (status == OK) {
        have = 0;
        channel.truncate(0);
      }
      channel.position(have);
      long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      long total = length < 0 ? -1 : have + length;
      copy(body, channel, total, listener);
      return total < 0 || channel.size() == total;
    }
  }

  private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
      throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void copy(
      InputStream body, FileChannel channel, long total, PublishedWeights.Listener listener)
      throws IOException {
    OutputStream out = Channels.newOutputStream(channel);
    byte[] buffer = new byte[1 << 16];
    long said = total < 0 ? 0 : TENTHS * channel.position() / total;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      out.write(buffer, 0, read);
      long tenths = total <= 0 ? 0 : TENTHS * channel.position() / total;
      if (tenths > said) {
        said = tenths;
        listener.say("%d0 %% of %.0f MB".formatted(tenths, total / MEGABYTE));
      }
    }
  }
}
