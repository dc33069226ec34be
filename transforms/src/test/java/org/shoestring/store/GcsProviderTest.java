package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.OAuth2CredentialsWithRefresh;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.apache.beam.sdk.extensions.gcp.auth.CredentialFactory;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.gcs.FakeGcs;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.gcs.GcsProvider;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.StoreOptions;

/** Where endpoint and credentials come from, and what is said if they do not fit. */
class GcsProviderTest {
  private final FakeGcs server;
  private final Path spools;

  GcsProviderTest(@TempDir Path folder) throws IOException {
    spools = folder.resolve("spools");
    server = FakeGcs.over(folder.resolve("server"), "bucket");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Credentials as a user's class may give them. */
  public static final class Token implements CredentialFactory {
    public static Token fromOptions(PipelineOptions options) {
      return new Token();
    }

    @Override
    public Credentials getCredential() {
      return GoogleCredentials.create(AccessToken.newBuilder().setTokenValue("secret").build());
    }
  }

  /** Credentials whose token is refused once, and who get another. */
  public static final class Renewed implements CredentialFactory {
    public static Renewed fromOptions(PipelineOptions options) {
      return new Renewed();
    }

    @Override
    public Credentials getCredential() {
      Date later = Date.from(Instant.now().plus(Duration.ofHours(1)));
      return OAuth2CredentialsWithRefresh.newBuilder()
          .setAccessToken(new AccessToken("revoked", later))
          .setRefreshHandler(() -> new AccessToken("secret", later))
          .build();
    }
  }

  /** As Beam's own class where there are no credentials. */
  public static final class Nothing implements CredentialFactory {
    public static Nothing fromOptions(PipelineOptions options) {
      return new Nothing();
    }

    @Override
    public @Nullable Credentials getCredential() {
      return null;
    }
  }

  private PipelineOptions options(Class<? extends CredentialFactory> credentials) {
    return PipelineOptionsFactory.fromArgs(
            "--gcsEndpoint=" + server.gcsEndpoint(),
            "--credentialFactoryClass=" + credentials.getName(),
            "--gcsHttpRequestReadTimeout=5000",
            "--gcsCustomAuditEntries={\"user\":\"test\"}",
            "--project=test")
        .create();
  }

  private Stores stores(Class<? extends CredentialFactory> credentials) {
    return Stores.of(options(credentials));
  }

  @Test
  void gs_optionsOfBeam_hold() throws IOException {
    server.requireToken("secret");
    Stores stores = stores(Token.class);
    ObjectStore store = stores.at("gs://bucket/folder");

    assertThat(store.create("a", "content".getBytes(UTF_8))).isTrue();
    assertThat(store.open("a").readAllBytes()).isEqualTo("content".getBytes(UTF_8));
    assertThat(store.list("")).hasSize(1);
    assertThat(stores.traffic())
        .hasEntrySatisfying("gs://bucket", traffic -> assertThat(traffic.requests()).isEqualTo(3));
  }

  /** Users' own pipelines may read and write there too: what only gRPC needs is not on board. */
  @Test
  void gs_filesOfBeam_areTheSameObjects() throws IOException {
    Stores stores = stores(NoopCredentialFactory.class);
    ObjectStore store = stores.at("gs://bucket/folder");
    store.create("ours", "content".getBytes(UTF_8));

    FileSystems.setDefaultPipelineOptions(options(NoopCredentialFactory.class));
    MatchResult.Metadata ours = FileSystems.matchSingleFileSpec("gs://bucket/folder/ours");
    try (InputStream in = Channels.newInputStream(FileSystems.open(ours.resourceId()))) {
      assertThat(in.readAllBytes()).isEqualTo("content".getBytes(UTF_8));
    }
    ResourceId beams = FileSystems.matchNewResource("gs://bucket/folder/beams", false);
    try (OutputStream out = Channels.newOutputStream(FileSystems.create(beams, "text/plain"))) {
      out.write("more".getBytes(UTF_8));
    }
    try (InputStream in = store.open("beams")) {
      assertThat(in.readAllBytes()).isEqualTo("more".getBytes(UTF_8));
    }
  }

  @Test
  void gs_noCredentials_saysWhereTheyComeFrom() {
    Stores stores = stores(Nothing.class);

    assertThatThrownBy(() -> stores.at("gs://bucket/folder"))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "gs://bucket: no credentials found: "
                + Nothing.class.getName()
                + " gives none; run 'gcloud"
                + " auth application-default login', or set GOOGLE_APPLICATION_CREDENTIALS to"
                + " the path of a key file. For a public bucket, write a store file of type gs with"
                + " 'credentials: anonymous'");
  }

  @Test
  void gs_credentialsNotTaken_saysWhereTheyComeFrom() {
    server.requireToken("other");
    Stores stores = stores(Token.class);

    assertThatThrownBy(() -> stores.at("gs://bucket/folder").list("x"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "gs://bucket/folder/x: 401 authError: Invalid Credentials; the credentials are"
                + " wrong or have expired; log in again (credentials come from the file that"
                + " GOOGLE_APPLICATION_CREDENTIALS names, from 'gcloud auth application-default"
                + " login', or from the machine's account)");
    assertThat(server.requests()).hasSize(1);
  }

  private PipelineOptions withToken(String token) {
    PipelineOptions options = options(NoopCredentialFactory.class);
    options
        .as(GcpOptions.class)
        .setGcpCredential(
            GoogleCredentials.create(AccessToken.newBuilder().setTokenValue(token).build()));
    return options;
  }

  @Test
  void gs_credentialsThatAProgramHasSet_holdForItsStoresAlone() throws IOException {
    server.requireToken("secret");
    PipelineOptions options = withToken("secret");
    Stores good = Stores.of(options);

    assertThat(good.at("gs://bucket").list("")).isEmpty();
    assertThat(SerializableUtils.clone(good).at("gs://bucket").list("")).isEmpty();
    assertThat(Stores.of(options)).isEqualTo(good);
    Stores other = Stores.of(withToken("other"));
    assertThatThrownBy(() -> other.at("gs://bucket").list(""))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("gs://bucket/: 401 ");
  }

  /** Whoever asks Beam for its credentials makes it keep them. */
  @Test
  void of_optionsThatWereAskedForTheirCredentials_areTheSame() {
    PipelineOptions options = options(NoopCredentialFactory.class);
    Stores before = Stores.of(options);
    assertThat(options.as(GcpOptions.class).getGcpCredential()).isNotNull();

    assertThat(Stores.of(options)).isEqualTo(before);
  }

  @Test
  void gs_tokenRevoked_getsANewOne() throws IOException {
    server.requireToken("secret");
    Stores stores = stores(Renewed.class);

    assertThat(stores.at("gs://bucket").list("")).isEmpty();
    assertThat(stores.at("gs://bucket").list("")).isEmpty();
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void gs_noCredentialsWhereNeeded_saysWhoSaysSo() {
    server.requireToken("secret");
    Stores stores = stores(NoopCredentialFactory.class);

    assertThatThrownBy(() -> stores.at("gs://bucket").open("a"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "gs://bucket/a: 401: Anonymous caller does not have access to the Google Cloud"
                + " Storage; check the credentials (credentials are switched off by"
                + " --credentialFactoryClass)");
  }

  @Test
  void gs_noBucket_saysSoWhateverIsAsked() {
    Stores stores = stores(NoopCredentialFactory.class);
    ObjectStore store = stores.at("gs://none/folder");
    String message =
        "gs://none: no such bucket; create it, or correct its name, or the endpoint in"
            + " runners-config/stores/gs.conf";

    assertThatThrownBy(() -> store.open("a"))
        .isInstanceOf(StoreException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> store.list("a"))
        .isInstanceOf(StoreException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> store.create("a", new byte[1]))
        .isInstanceOf(StoreException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> store.stat("a"))
        .isInstanceOf(StoreException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> store.delete("a"))
        .isInstanceOf(StoreException.class)
        .hasMessage(message);
  }

  @Test
  void gs_notAllowed_saysWhichRole() {
    Stores stores = stores(Token.class);
    server.refuseAfter(0, 403, "forbidden", "a@b.c does not have storage.objects.list access");

    assertThatThrownBy(() -> stores.at("gs://bucket").list(""))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            "gs://bucket/: 403 forbidden: a@b.c does not have storage.objects.list access; this"
                + " account may not do this; give it the role Storage Object User"
                + " (roles/storage.objectUser) on the bucket, or use another account (credentials come"
                + " from ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"storage.example", "http://127.0.0.1:1", "http://127.0.0.1:1/"})
  void gs_endpointOfNoApi_isRefused(String endpoint) {
    Stores stores =
        Stores.of(PipelineOptionsFactory.fromArgs("--gcsEndpoint=" + endpoint).create());

    assertThatThrownBy(() -> stores.at("gs://bucket"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--gcsEndpoint must be http://HOST:PORT/storage/v1/, but is '" + endpoint + "'");
  }

  @Test
  void otherStore_endpointAndAnonymous_areOfItsFile() throws IOException {
    StoreFile file =
        TestStores.gsFile("type: gs", "endpoint: " + server.endpoint(), "credentials: anonymous");
    StoreOptions given = new StoreOptions(options(Nothing.class), Set.of());
    Bucket bucket = new GcsProvider().open(file, given, "bucket", new Traffic());
    ObjectStore store = TestStores.open(bucket, file, "", spools);

    assertThat(store.list("")).isEmpty();
    assertThat(server.requests()).containsExactly("GET /storage/v1/b/bucket/o");
  }

  @ParameterizedTest
  @ValueSource(strings = {"env KEY SECRET", "profile me"})
  void open_credentialsOfAnotherKind_areRefused(String credentials) {
    StoreFile file = TestStores.gsFile("type: gs", "credentials: " + credentials);

    assertThatThrownBy(
            () -> new GcsProvider().open(file, TestStores.noOptions(), "bucket", new Traffic()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("test.conf: credentials of a store of type gs must be 'default' (");
  }
}
