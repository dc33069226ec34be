package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.spec.UsageException;
import org.shoestring.store.cache.CacheSettings;
import org.shoestring.store.config.StoreFiles;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.OptionSnapshot;
import org.shoestring.store.remote.SecretFields;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;

/** Stores as values: what makes them equal, what is sent of them, and when their clients end. */
@ExtendWith(SharedS3Proxy.class)
class StoresTest {
  private static final String SECRET = "hush-hush-hush";
  private static final String SENDING = "s3-sending";

  private static S3Options options(String endpoint) {
    S3Options options = PipelineOptionsFactory.as(S3Options.class);
    options.setEndpoint(URI.create(endpoint));
    options.setAwsRegion(Region.EU_WEST_1);
    return options;
  }

  private static AwsCredentialsProvider key(String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("key", secret));
  }

  private static Stores withSecret(String secret) {
    S3Options options = options("http://127.0.0.1:1");
    options.setAwsCredentialsProvider(key(secret));
    return Stores.of(options);
  }

  private static Stores of(S3Proxy server, Path folder) {
    S3Options options = options(server.endpoint());
    options.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY)));
    return Stores.of(options).workingIn(folder);
  }

  private static Stores sent(Stores stores) {
    return SerializableUtils.clone(stores);
  }

  @Test
  void at_equalValues_isTheSameStore() {
    Stores one = Stores.of(options("http://127.0.0.1:1"));
    Stores other = Stores.of(options("http://127.0.0.1:1"));

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one.at("s3://bucket/a")).isSameAs(other.at("s3://bucket/a"));
    assertThat(sent(one)).isEqualTo(one);
    assertThat(sent(one).at("s3://bucket/a")).isSameAs(one.at("s3://bucket/a"));
    one.traffic().values().forEach(traffic -> traffic.request(Traffic.Kind.GET));
    assertThat(other.traffic().get("s3://bucket"))
        .extracting(traffic -> traffic.requests())
        .isEqualTo(1L);
  }

  @Test
  void equals_whateverDecidesDiffers_isFalse(@TempDir Path folder) {
    S3Options encrypted = options("http://127.0.0.1:1");
    encrypted.setSSEAlgorithm("AES256");
    GcsOptions google = options("http://127.0.0.1:1").as(GcsOptions.class);
    google.setGcsEndpoint("http://127.0.0.1:1/storage/v1/");
    Stores plain = Stores.of(options("http://127.0.0.1:1"));

    List<Stores> all =
        List.of(
            plain,
            Stores.withoutOptions(),
            Stores.of(options("http://127.0.0.1:2")),
            Stores.of(encrypted),
            Stores.of(google),
            withSecret("one"),
            withSecret("other"),
            plain.workingIn(folder),
            plain.caching(CacheSettings.filled(folder, 1)),
            plain.caching(CacheSettings.asItIs(folder, 1)),
            plain.unique(),
            plain.unique());

    assertThat(all).doesNotHaveDuplicates();
    assertThat(withSecret("one")).isEqualTo(withSecret("one"));
    S3Options job = options("http://127.0.0.1:1");
    job.setJobName("another job");
    assertThat(Stores.of(job)).isEqualTo(plain);
  }

  @Test
  void of_options_areThoseOfThatMoment() {
    S3Options options = options("http://127.0.0.1:1");
    Stores before = Stores.of(options);
    options.setEndpoint(URI.create("http://127.0.0.1:2"));
    Stores after = Stores.of(options);

    assertThat(TestStores.address(after, "s3://bucket"))
        .isEqualTo("http://127.0.0.1:2/bucket, signed for eu-west-1");
    assertThat(TestStores.address(before, "s3://bucket"))
        .isEqualTo("http://127.0.0.1:1/bucket, signed for eu-west-1");
  }

  @Test
  void of_supplier_isAskedOnceAndOnlyForRemoteStores(@TempDir Path folder) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Stores stores =
        Stores.of(
            () -> {
              asked.incrementAndGet();
              return options("http://127.0.0.1:1");
            });
    stores.at(folder.toString()).create("a", new byte[1]);
    assertThat(stores.workingIn(folder).caching(null).isCaching()).isFalse();
    assertThat(stores.traffic()).isEmpty();
    assertThat(asked).hasValue(0);

    stores.at("s3://bucket");
    stores.workingIn(folder).at("s3://other");
    sent(stores);
    assertThat(asked).hasValue(1);
  }

  @Test
  void serialized_anyOptions_haveNoSecret() throws IOException {
    S3Options options = options("http://127.0.0.1:1");
    options.setAwsCredentialsProvider(key(SECRET));
    options.setProxyConfiguration(
        ProxyConfiguration.builder()
            .endpoint(URI.create("http://127.0.0.1:3"))
            .username("me")
            .password(SECRET)
            .build());

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Stores.of(options));
    }

    String text = bytes.toString(StandardCharsets.ISO_8859_1);
    assertThat(text).doesNotContain(SECRET).contains("127.0.0.1:1", "127.0.0.1:3", "eu-west-1");
    assertThat(Stores.of(options).toString()).isEqualTo("stores");
  }

  @Test
  void snapshot_namedCredentials_areSentAndSecretOnesAreNot() {
    S3Options options = options("http://127.0.0.1:1");
    options.setAwsCredentialsProvider(ProfileCredentialsProvider.create("lab"));
    OptionSnapshot named = OptionSnapshot.of(options);
    assertThat(named.open().get("awsCredentialsProvider")).contains("ProfileCredentials", "lab");
    assertThat(named.hashes()).isEmpty();

    options.setAwsCredentialsProvider(key(SECRET));
    OptionSnapshot secret = OptionSnapshot.of(options);
    assertThat(secret.open()).containsOnlyKeys("awsRegion", "endpoint");
    assertThat(secret.hashes()).containsOnlyKeys("awsCredentialsProvider");
    assertThat(secret.whole().as(S3Options.class).getAwsCredentialsProvider().resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("key", SECRET));
  }

  @Test
  void without_optionsWithSecrets_areLeftOut() {
    String profile = "--awsCredentialsProvider={\"@type\":\"ProfileCredentialsProvider\"}";
    String map = "--flinkConfMap={\"key\":\"value\"}";

    assertThat(
            SecretFields.without(
                List.of(
                    "--endpoint=http://h",
                    profile,
                    map,
                    "--awsCredentialsProvider={\"secretAccessKey\":\"hush\"}",
                    "--proxyConfiguration={\"endpoint\":\"http://p\",\"password\":\"hush\"}",
                    "--proxyConfiguration= {\"password\":\"hush\"}",
                    "--proxyConfiguration =\n{\"password\":\"hush\"}",
                    "--proxyConfiguration=[{\"password\":\"hush\"}]",
                    "--awsCredentialsProvider={broken",
                    "--x")))
        .containsExactly(
            "--endpoint=http://h", profile, map, "--awsCredentialsProvider={broken", "--x");
  }

  @Test
  void put_storeOfATest_isThatOfItsCopiesAndOfNoOthers(@TempDir Path folder) throws IOException {
    MemoryStore memory = new MemoryStore();
    Stores stores = Stores.withoutOptions().unique();
    stores.put(folder.toString(), memory);

    assertThat(stores.at(folder.toString())).isSameAs(memory);
    assertThat(sent(stores).at(folder.toString())).isSameAs(memory);
    assertThat(Stores.withoutOptions().at(folder.toString())).isInstanceOf(LocalStore.class);
  }

  /** Two files of one name, as in two working directories. */
  @Test
  void at_ownStoreFiles_areThoseOfTheValue() {
    String text = "type: s3\nregion: ${LAB_REGION:-us-east-1}\nendpoint: http://127.0.0.1:%d\n";
    Stores one = withFile(text.formatted(1), Map.of("LAB_REGION", "eu-west-3"));
    Stores other = withFile(text.formatted(2), Map.of("LAB_REGION", ""));

    assertThat(TestStores.address(one, "lab://b"))
        .isEqualTo("http://127.0.0.1:1/b, signed for eu-west-3");
    assertThat(TestStores.address(other, "lab://b"))
        .isEqualTo("http://127.0.0.1:2/b, signed for us-east-1");
    assertThat(TestStores.address(sent(one), "lab://b"))
        .isEqualTo("http://127.0.0.1:1/b, signed for eu-west-3");
    assertThatThrownBy(() -> Stores.withoutOptions().at("lab://b"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("'lab://b': unknown store 'lab'; known: ");
  }

  private static Stores withFile(String text, Map<String, String> variables) {
    StoreSettings here =
        StoreSettings.here(
            OptionSnapshot.of(PipelineOptionsFactory.create()), LocalWork.ofUser(), "");
    return Stores.of(
        new StoreSettings(
            here.options(),
            here.withheld(),
            new StoreFiles(Map.of("lab", text), variables),
            here.local(),
            here.process(),
            here.id()));
  }

  @Test
  void file_variableNotSetWhereItWasMade_saysSo() {
    Stores stores = withFile("type: s3\nendpoint: ${PATH}\n", Map.of("PATH", ""));

    assertThatThrownBy(() -> stores.at("lab://b"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "runners-config/stores/lab.conf:2: '${PATH}' needs the environment variable PATH, but"
                + " it is not set; set it with 'export PATH=...'");
  }

  private static Set<Thread> sending() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(SENDING))
        .collect(Collectors.toSet());
  }

  /** The threads of clients that were made since. */
  private static Set<Thread> sendingSince(Set<Thread> before) {
    return sending().stream()
        .filter(thread -> !before.contains(thread))
        .collect(Collectors.toSet());
  }

  private static void write(ObjectStore store, String name) throws IOException {
    Path spool = store.newSpool();
    Files.write(spool, new byte[1 << 20]);
    store.put(name, spool);
  }

  /** Collects until the clients made since are as many. */
  private static void awaitSending(Set<Thread> before, int count) throws InterruptedException {
    do {
      System.gc();
      Thread.sleep(10);
    } while (sendingSince(before).size() != count);
  }

  @Test
  @Timeout(60)
  void client_storesAndStreamsAreGone_isClosed(S3Proxy server, @TempDir Path folder)
      throws Exception {
    Set<Thread> before = sending();
    readAllWhileStoresAreGone(opened(of(server, folder)), before);
    awaitSending(before, 0);
  }

  private static void readAllWhileStoresAreGone(InputStream opened, Set<Thread> before)
      throws Exception {
    try (InputStream in = opened) {
      for (int collected = 0; collected < 5; collected++) {
        awaitSending(before, 1);
      }
      assertThat(in.readAllBytes()).hasSize((1 << 20) - 1);
    }
  }

  private static InputStream opened(Stores stores) throws IOException {
    ObjectStore store = stores.at("s3://bucket/gone");
    write(store, "a");
    InputStream in = store.open("a");
    assertThat(in.read()).isZero();
    return in;
  }

  @Test
  @Timeout(60)
  void close_thenAskedAgain_isOpenedAnew(S3Proxy server, @TempDir Path folder) throws Exception {
    Set<Thread> before = sending();
    Stores stores = of(server, folder);
    write(stores.at("s3://bucket/closed"), "a");
    stores.close();
    while (!sendingSince(before).isEmpty()) {
      Thread.sleep(1);
    }

    assertThat(stores.at("s3://bucket/closed").stat("a")).isPresent();
    stores.close();
  }
}
