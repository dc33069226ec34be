package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.IgnoredSignals;
import org.shoestring.Shoestring;
import org.shoestring.TestStoreFile;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;

/** A copy of a large file that is interrupted while it is sent in parts. */
@Timeout(120)
class InterruptedUploadTest {
  /** Beyond what is sent at once: 64 MiB. */
  private static final long LARGE = 65L << 20;

  private final Path folder;

  InterruptedUploadTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void cp_interruptedInAPart_leavesNoParts(String signal, int code) throws Exception {
    IgnoredSignals.assumeHeeded(signal);
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
      file.setLength(LARGE);
    }
    try (S3Proxy server = S3Proxy.openOver(folder.resolve("server"), "bucket");
        FaultProxy proxy = FaultProxy.of(server.port())) {
      proxy.inject(
          FaultRule.always(new Fault.StallRequest(1 << 20))
              .when(request -> request.target().contains("partNumber=1")));
      TestStoreFile.write(folder, proxy.endpoint());
      Shoestring.Running cp =
          Shoestring.in(folder)
              .in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", S3Proxy.SECRET_KEY))
              .start("cp", "large", "test://bucket/large");
      while (proxy.injected().isEmpty()) {
        assertThat(cp.process().isAlive()).as("cp").isTrue();
        Thread.sleep(50);
      }
      assertThat(unfinished(server)).contains("<UploadId>");

      cp.signal(signal);
      Shoestring.Result result = cp.end();

      assertThat(result.code()).isEqualTo(code);
      assertThat(result.err()).isEqualTo("shoestring: test://bucket/large: sending 68 MB\n");
      assertThat(unfinished(server)).doesNotContain("<UploadId>");
    }
  }

  /** What the server answers when it is asked for uploads that were begun; it is open to all. */
  private static String unfinished(S3Proxy server) throws Exception {
    URI uploads = URI.create(server.endpoint() + "/bucket?uploads");
    String answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uploads).build(), BodyHandlers.ofString())
            .body();
    assertThat(answer).contains("<ListMultipartUploadsResult");
    return answer;
  }
}
