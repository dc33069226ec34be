package org.shoestring.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.TransientException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Keeps requests of the AWS SDK, signed and ready to be sent, instead of sending them. The SDK
 * finds it by a file in the resources; while nobody records it does nothing.
 */
public final class SentRequests implements ExecutionInterceptor {
  private static final String KEPT = "kept, not sent";

  private static volatile @Nullable List<SdkHttpRequest> recorded;

  /** Something that makes a request. */
  interface Request {
    void run() throws IOException;
  }

  /** The first request that something makes. */
  static SdkHttpRequest of(Request request) throws IOException {
    List<SdkHttpRequest> requests = new ArrayList<>();
    recorded = requests;
    try {
      request.run();
    } catch (TransientException | StoreException e) {
      if (!String.valueOf(e.getMessage()).contains(KEPT)) {
        throw e;
      }
    } finally {
      recorded = null;
    }
    return requests.get(0);
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    List<SdkHttpRequest> requests = recorded;
    if (requests != null) {
      requests.add(context.httpRequest());
      throw SdkClientException.create(KEPT);
    }
  }
}
