package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.FakeClock;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault.Answer;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.RemoteStore;

/** A machine whose clock is twenty minutes off that of the store, which allows for fifteen. */
@ExtendWith(SharedS3Proxy.class)
class ClockTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  @TempDir private static Path folder = Path.of("");
  private static S3Proxy late;

  private final Path spools;

  ClockTest(@TempDir Path spools) {
    this.spools = spools;
  }

  @BeforeAll
  static void startServer() throws IOException {
    Optional<Map<String, String>> off = FakeClock.off("+20m");
    assumeTrue(off.isPresent(), FakeClock.TAKES);
    List<String> words = new ArrayList<>(List.of("env"));
    off.orElseThrow().forEach((name, value) -> words.add(name + "=" + value));
    Path buckets = Files.createDirectories(folder.resolve("buckets/bucket")).getParent();
    late =
        S3Proxy.start(
            folder,
            Map.of(
                "jclouds.provider",
                "filesystem-nio2",
                "jclouds.filesystem.basedir",
                String.valueOf(buckets)),
            words);
  }

  @AfterAll
  static void stopServer() {
    if (late != null) {
      late.close();
    }
  }

  /** The first request tells how late it is; the next goes by that. */
  @ParameterizedTest
  @ValueSource(strings = {"write", "look", "read", "list", "create", "delete"})
  void every_clockOff_works(String first) throws IOException {
    try (FaultProxy proxy = FaultProxy.of(late.port())) {
      RemoteStore store = TestStores.s3(proxy.endpoint(), "bucket", first + "/", spools);
      switch (first) {
        case "look" -> assertThat(store.stat("a")).isEmpty();
        case "list" -> assertThat(store.list("")).isEmpty();
        case "delete" -> store.delete("a");
        case "create" -> assertThat(store.create("b", CONTENT)).isTrue();
        case "read" ->
            assertThatThrownBy(() -> store.open("a")).isInstanceOf(NoSuchObjectException.class);
        default -> {}
      }
      int before = proxy.requests().size();
      store.put("a", Files.write(store.newSpool(), CONTENT));

      assertThat(proxy.requests()).hasSize(first.equals("write") ? before + 2 : before + 1);
      assertThat(store.stat("a").orElseThrow().bytes()).isEqualTo(7);
    }
  }

  /** What one server says of its clock is no more than the first guess at that of the other. */
  @Test
  void write_oneOfTwoStoresHasItsClockOff_onlyOneRequestIsRefused(S3Proxy right)
      throws IOException {
    try (FaultProxy toLate = FaultProxy.of(late.port());
        FaultProxy toRight = FaultProxy.of(right.port())) {
      RemoteStore off = TestStores.s3(toLate.endpoint(), "bucket", "two/", spools);
      RemoteStore good = TestStores.s3(toRight.endpoint(), "bucket", "two/", spools);
      for (int i = 0; i < 4; i++) {
        off.put("a", Files.write(off.newSpool(), CONTENT));
        good.put("a", Files.write(good.newSpool(), CONTENT));
      }

      assertThat(toLate.requests().size() + toRight.requests().size()).isEqualTo(9);
    }
  }

  @Test
  void read_clockIsRefusedAllTheTime_saysHowToSetIt() throws IOException {
    try (FaultProxy proxy = FaultProxy.of(late.port())) {
      proxy.inject(
          FaultRule.always(
              Answer.s3(403, "RequestTimeTooSkewed", "The difference is too large.")
                  .with("Date", "Tue, 01 Sep 2020 10:00:00 GMT")));
      StoreFile file =
          TestStores.file(
              "test",
              "type: s3",
              "endpoint: " + proxy.endpoint(),
              "region: us-east-1",
              "give-up-after: 1s");
      RemoteStore store = TestStores.open(file, "bucket", "", spools, new Traffic());

      assertThatThrownBy(() -> store.open("a"))
          .isInstanceOf(StoreException.class)
          .hasMessageMatching(
              "test://bucket/a: read: 403 RequestTimeTooSkewed: The difference is too large\\.;"
                  + " this machine's clock says [-0-9]+T[:0-9]+Z, the store's clock says Tue, 01"
                  + " Sep 2020 10:00:00 GMT; correct the wrong one \\(sudo timedatectl set-ntp"
                  + " true\\); gave up after [0-9]+ attempts in [0-9]+ s\\. .*");
    }
  }
}
