package org.shoestring.store.s3.client;

import software.amazon.awssdk.auth.signer.AwsS3V4Signer;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.signer.Signer;
import software.amazon.awssdk.http.SdkHttpFullRequest;

/**
 * Signs requests over plain HTTP. Where the MD5 of the content is a header, the signature covers
 * the content by it, so nothing is hashed a second time, and the content is sent as it is. The SDK
 * would cut it into pieces and sign each of them, which costs client and server more than all else.
 */
public final class BodySigner implements Signer {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final Signer signer = AwsS3V4Signer.create();

  @Override
  public SdkHttpFullRequest sign(SdkHttpFullRequest request, ExecutionAttributes attributes) {
    if (!request.protocol().equals("http")
        || request.port() == HTTPS
        || request.firstMatchingHeader("Content-MD5").isEmpty()) {
      return signer.sign(request, attributes);
    }
    // Over https the SDK leaves content unsigned. No signature holds the protocol; the name of the
    // host, which it holds, has a port unless that is the protocol's own.
    SdkHttpFullRequest secure =
        request.toBuilder()
            .protocol("https")
            .port(request.port() == HTTP ? HTTPS : request.port())
            .build();
    return signer.sign(secure, attributes).toBuilder()
        .protocol("http")
        .port(request.port())
        .build();
  }
}
