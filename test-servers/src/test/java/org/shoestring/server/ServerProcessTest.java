package org.shoestring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void killed_isStartedAgainAtItsEndpointUntilItIsClosed(@TempDir Path folder) throws Exception {
    try (S3Proxy server = S3Proxy.over(folder, "bucket")) {
      ProcessHandle first = process(folder).orElseThrow();

      first.destroyForcibly();

      first.onExit().get();
      while (!answers(server.endpoint())) {
        Thread.sleep(50);
      }
      assertThat(process(folder))
          .hasValueSatisfying(second -> assertThat(second).isNotEqualTo(first));
    }
    assertThat(process(folder)).isEmpty();
  }

  private static Optional<ProcessHandle> process(Path folder) {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
        .findFirst();
  }

  private static boolean answers(String endpoint) {
    try {
      HttpURLConnection request = (HttpURLConnection) URI.create(endpoint).toURL().openConnection();
      return request.getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
