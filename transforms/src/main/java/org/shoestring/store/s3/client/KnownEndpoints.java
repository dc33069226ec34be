package org.shoestring.store.s3.client;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Where the requests of one client go: AWS's rules are long, and give the same for every object of
 * a bucket.
 */
public final class KnownEndpoints implements S3EndpointProvider {
  private final S3EndpointProvider rules = S3EndpointProvider.defaultProvider();
  private final Map<Asked, CompletableFuture<Endpoint>> known = new ConcurrentHashMap<>();

  /** What requests of one client may differ in. */
  private record Asked(String bucket, boolean disableAccessPoints, boolean useObjectLambda) {}

  @Override
  public CompletableFuture<Endpoint> resolveEndpoint(S3EndpointParams request) {
    Asked asked =
        new Asked(
            String.valueOf(request.bucket()),
            Boolean.TRUE.equals(request.disableAccessPoints()),
            Boolean.TRUE.equals(request.useObjectLambdaEndpoint()));
    return known.computeIfAbsent(asked, unused -> rules.resolveEndpoint(request));
  }
}
