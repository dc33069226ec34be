package org.shoestring.store.s3.client;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The SDK's client, made when something is first asked of it: it takes a third of the start of a
 * command, and at endpoints of one's own most commands send all their requests without it. AWS's
 * own buckets ask it for their address.
 */
public final class SdkClient implements AutoCloseable {
  private final Supplier<S3Client> maker;
  private final SdkHttpClient http;
  private @Nullable S3Client made;

  /**
   * A client.
   *
   * @param http which is closed with it
   */
  public SdkClient(Supplier<S3Client> maker, SdkHttpClient http) {
    this.maker = maker;
    this.http = http;
  }

  /** The client itself. */
  public synchronized S3Client get() {
    S3Client client = made;
    if (client == null) {
      client = maker.get();
      made = client;
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.close();
    }
    http.close();
  }
}
