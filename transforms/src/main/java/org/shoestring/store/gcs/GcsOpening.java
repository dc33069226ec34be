package org.shoestring.store.gcs;

import com.google.api.services.storage.Storage;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.beam.sdk.extensions.gcp.auth.GcpCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.extensions.gcp.util.Transport;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.NoCredentialsException;
import org.shoestring.store.remote.StoreOptions;

/**
 * Opens buckets with Beam's own client of Google Cloud Storage, so that Beam's options for it hold:
 * {@code --gcsEndpoint}, {@code --credentialFactoryClass}, {@code --impersonateServiceAccount},
 * {@code --gcsHttpRequestReadTimeout} ... What a store file says comes first for every store but
 * {@code gs}, whose options Beam's are.
 */
final class GcsOpening {
  /** Where the API is below a server's root. */
  private static final String API = "/storage/v1/";

  /** The option that holds credentials as an object. */
  private static final String CREDENTIAL = "gcpCredential";

  private GcsOpening() {}

  /** Beam holds what a program sets, and the default once it was asked for: that is no value. */
  static Map<String, Object> objects(PipelineOptions options, Supplier<PipelineOptions> others) {
    if (!StoreOptions.isSet(options, CREDENTIAL)) {
      return Map.of();
    }
    @Nullable Credentials held = options.as(GcpOptions.class).getGcpCredential();
    return held == null || held.equals(others.get().as(GcpOptions.class).getGcpCredential())
        ? Map.of()
        : Map.of(CREDENTIAL, held);
  }

  static void set(PipelineOptions options, Map<String, Object> objects) {
    if (objects.get(CREDENTIAL) instanceof Credentials credentials) {
      options.as(GcpOptions.class).setGcpCredential(credentials);
    }
  }

  static Bucket bucket(StoreFile store, StoreOptions given, String bucket, Traffic traffic)
      throws StoreException {
    GcsOptions options = options(store, given.beam().as(GcsOptions.class));
    String location = store.name() + "://" + bucket;
    Credentials credentials = credentials(location, options);
    RequestSettings settings = new RequestSettings(options, credentials, store.giveUpAfter());
    GcsErrors errors = new GcsErrors(location, store, isAnonymous(options));
    return new GcsBucket(location, bucket, client(options, settings), errors, traffic);
  }

  /** Beam's, but for its transport. */
  private static Storage client(GcsOptions options, RequestSettings settings) {
    Storage.Builder beams = Transport.newStorageClient(options);
    Storage.Builder ours =
        new Storage.Builder(AbortableConnections.transport(), Transport.getJsonFactory(), settings);
    ours.setRootUrl(beams.getRootUrl()).setServicePath(beams.getServicePath());
    ours.setApplicationName(beams.getApplicationName());
    ours.setGoogleClientRequestInitializer(beams.getGoogleClientRequestInitializer());
    return ours.build();
  }

  private static GcsOptions options(StoreFile store, GcsOptions given) {
    boolean beams = store.name().equals("gs");
    // Of their own, so that what one store sets is not another's; those of other stores are not
    // Beam's.
    GcsOptions options = beams ? given : PipelineOptionsFactory.as(GcsOptions.class);
    if (!beams) {
      options.setGcsHttpRequestReadTimeout(given.getGcsHttpRequestReadTimeout());
      options.setGcsHttpRequestWriteTimeout(given.getGcsHttpRequestWriteTimeout());
    }
    if (options.getGcsEndpoint() == null) {
      store.endpoint().map(GcsOpening::api).ifPresent(options::setGcsEndpoint);
    } else if (!options.getGcsEndpoint().matches("https?://[^/]+/.*[^/].*")) {
      throw UsageException.mustBe(
          "--gcsEndpoint", "http://HOST:PORT" + API, options.getGcsEndpoint());
    }
    StoreFile.Credentials credentials = store.credentials();
    if (credentials instanceof StoreFile.Credentials.Anonymous) {
      options.setCredentialFactoryClass(NoopCredentialFactory.class);
    } else if (!(credentials instanceof StoreFile.Credentials.Default)) {
      throw new UsageException(
          store.where()
              + ": credentials of a store of type gs must be 'default'"
              + " (GOOGLE_APPLICATION_CREDENTIALS, gcloud auth application-default login, or the"
              + " machine's account) or 'anonymous'; for HMAC keys in environment variables, use type"
              + " s3 with the endpoint https://storage.googleapis.com");
    }
    return options;
  }

  private static String api(URI endpoint) {
    String path = endpoint.getPath();
    return path.isEmpty() || path.equals("/")
        ? endpoint.resolve(API).toString()
        : endpoint.toString();
  }

  private static boolean isAnonymous(GcsOptions options) {
    return options.getCredentialFactoryClass() == NoopCredentialFactory.class;
  }

  private static Credentials credentials(String location, GcsOptions options)
      throws StoreException {
    @Nullable Credentials found = options.getGcpCredential();
    if (found != null) {
      return found;
    }
    boolean googles = options.getCredentialFactoryClass() == GcpCredentialFactory.class;
    Optional<IOException> reason = googles ? whyNone() : Optional.empty();
    String said =
        reason
            .map(
                e ->
                    String.valueOf(e.getMessage())
                        .strip()
                        .replaceAll("\\s+", " ")
                        .replaceAll("\\.$", ""))
            .orElse(options.getCredentialFactoryClass().getName() + " gives none");
    throw new NoCredentialsException(
        location
            + ": no credentials found: "
            + said
            + "; run 'gcloud auth application-default login', or set GOOGLE_APPLICATION_CREDENTIALS to"
            + " the path of a key file. For a public bucket, write a store file of type gs with"
            + " 'credentials: anonymous'",
        reason.orElse(null));
  }

  /** Beam only logs it. */
  private static Optional<IOException> whyNone() {
    try {
      GoogleCredentials.getApplicationDefault();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
