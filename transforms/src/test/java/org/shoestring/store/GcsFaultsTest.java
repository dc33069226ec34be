package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.server.gcs.FakeGcs;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.doctor.Doctor;
import org.shoestring.store.doctor.Finding;
import org.shoestring.store.gcs.GcsProvider;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.RemoteStore;
import org.shoestring.store.remote.StoreOptions;

/** Google Cloud Storage that goes silent: nothing waits for ever. A test that hangs has failed. */
@Tag("long")
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GcsFaultsTest {
  /** Goes in one request, and is more than the buffers between two programs hold. */
  private static final int ONE_REQUEST = 8 << 20;

  private static final Fault STALL = new Fault.StallRequest(10_000);

  private final Path spools;
  private final FakeGcs server;
  private final FaultProxy proxy;
  private final RemoteStore direct;

  GcsFaultsTest(@TempDir Path folder) throws IOException {
    spools = folder.resolve("spools");
    server = FakeGcs.over(folder.resolve("server"), "bucket");
    proxy = FaultProxy.of(server.port());
    direct = open(server.endpoint(), "60s");
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  private RemoteStore open(String endpoint, String giveUpAfter) throws IOException {
    return open(endpoint, giveUpAfter, TestStores.noOptions());
  }

  private RemoteStore open(String endpoint, String giveUpAfter, StoreOptions options)
      throws IOException {
    StoreFile file =
        TestStores.gsFile(
            "type: gs",
            "endpoint: " + endpoint,
            "credentials: anonymous",
            "give-up-after: " + giveUpAfter);
    Bucket bucket = new GcsProvider().open(file, options, "bucket", new Traffic());
    return TestStores.open(bucket, file, "", spools);
  }

  /** A store that gives up soon. */
  private RemoteStore hasty() throws IOException {
    return open(proxy.endpoint(), "1s");
  }

  private static void put(ObjectStore store, byte[] content) throws IOException {
    Path spool = store.newSpool();
    Files.write(spool, content);
    store.put("a", spool);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private List<Fault> injected() {
    return proxy.injected().stream().map(FaultProxy.Injected::fault).toList();
  }

  @Test
  void put_serverTakesNoMore_isGivenUp() throws IOException {
    proxy.inject(FaultRule.always(STALL));

    assertThatThrownBy(() -> put(hasty(), bytes(ONE_REQUEST)))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "\\Qtest://bucket/a\\E: write: the server accepted no more data for 1 s; gave up after"
                + " [0-9]+ attempts? in [0-9]+ s\\. Finished work is kept: run the command again\\. To"
                + " wait longer, set give-up-after in the store file");

    assertThat(injected()).isNotEmpty().containsOnly(STALL);
    assertThat(direct.list("")).isEmpty();
  }

  @Test
  void put_serverTakesNoMoreOfASession_isGivenUp() throws IOException {
    proxy.inject(FaultRule.always(STALL));

    assertThatThrownBy(() -> put(hasty(), bytes(20_000_000)))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("test://bucket/a: write: ")
        .hasMessageContaining("; gave up after ");

    assertThat(injected()).isNotEmpty().containsOnly(STALL);
    assertThat(direct.list("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, ONE_REQUEST + 1})
  void put_serverNeverAnswers_isGivenUp(int length) throws IOException {
    proxy.inject(FaultRule.always(new Fault.StallAnswer(0)));

    assertThatThrownBy(() -> put(hasty(), bytes(length)))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("test://bucket/a: write: Read timed out; gave up after ");

    assertThat(injected()).isNotEmpty().containsOnly(new Fault.StallAnswer(0));
  }

  @Test
  void put_triedOnce_isNotTriedForEver() throws IOException {
    proxy.inject(FaultRule.always(STALL));

    assertThatThrownBy(() -> put(open(proxy.endpoint(), "0s"), bytes(ONE_REQUEST)))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            "test://bucket/a: write: the server accepted no more data for 1 s; gave up after 1 attempt"
                + " in ");

    assertThat(injected()).containsExactly(STALL);
  }

  @Test
  void put_writeTimeoutOfBeamIsShorter_holds() throws IOException {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs("--gcsHttpRequestWriteTimeout=500").create();
    proxy.inject(FaultRule.always(STALL).times(1));
    byte[] content = bytes(ONE_REQUEST);

    StoreOptions given = new StoreOptions(options, Set.of());
    put(open(proxy.endpoint(), "600s", given), content);

    assertThat(injected()).containsExactly(STALL);
    try (InputStream in = direct.open("a")) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void doctor_ofGs_triesASession() throws IOException {
    List<Finding> findings = new ArrayList<>();
    StoreFile file =
        TestStores.gsFile("type: gs", "endpoint: " + server.endpoint(), "credentials: anonymous");

    assertThat(new Doctor(Stores.withoutOptions(), findings::add).examine(file, direct)).isTrue();

    assertThat(findings)
        .contains(
            Finding.ok(
                "multipart", "not used by this kind of store; 'speed' tries a large object"));
    assertThat(server.requests()).containsOnlyOnce("PUT /upload/storage/v1/b/bucket/o");
    assertThat(direct.list("")).isEmpty();
  }
}
