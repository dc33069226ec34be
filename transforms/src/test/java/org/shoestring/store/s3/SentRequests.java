package org.shoestring.store.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.TransientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Keeps requests, signed and ready to be sent, instead of sending them. */
public final class SentRequests implements SdkHttpClient {
  private static final String KEPT = "kept, not sent";

  private final List<SdkHttpRequest> requests = new ArrayList<>();

  /** Opens buckets whose requests are kept. */
  public S3Provider provider() {
    return new S3Provider(
        1L << 30,
        network -> {
          network.close();
          return this;
        });
  }

  /** Something that makes a request. */
  public interface Request {
    void run() throws IOException;
  }

  /** The first request that something makes. */
  public SdkHttpRequest of(Request request) throws IOException {
    requests.clear();
    try {
      request.run();
    } catch (TransientException | StoreException e) {
      if (!String.valueOf(e.getMessage()).contains(KEPT)) {
        throw e;
      }
    }
    return requests.get(0);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    requests.add(request.httpRequest());
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        throw new IOException(KEPT);
      }

      @Override
      public void abort() {
        throw new IllegalStateException("nothing was sent");
      }
    };
  }

  @Override
  public void close() {
    requests.clear();
  }
}
