package org.shoestring.store.s3.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Optional;
import org.shoestring.store.remote.InterruptWatch;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;

/**
 * The body of an answer, whose breaking off is the error of the SDK that everybody expects: its
 * parser of XML would else throw another, which nobody does.
 */
final class ResponseBody extends FilterInputStream {
  private final AbortableInputStream body;
  private final InterruptWatch interrupts;
  private final boolean isEmpty;
  private boolean begun;

  private ResponseBody(AbortableInputStream body, InterruptWatch interrupts, boolean isEmpty) {
    super(body);
    this.body = body;
    this.interrupts = interrupts;
    this.isEmpty = isEmpty;
  }

  /** The same answer, with such a body. */
  static HttpExecuteResponse of(HttpExecuteResponse answer, InterruptWatch interrupts) {
    boolean isEmpty =
        answer.httpResponse().firstMatchingHeader("Content-Length").equals(Optional.of("0"));
    return answer
        .responseBody()
        .map(
            body ->
                HttpExecuteResponse.builder()
                    .response(answer.httpResponse())
                    .responseBody(
                        AbortableInputStream.create(
                            new ResponseBody(body, interrupts, isEmpty), body))
                    .build())
        .orElse(answer);
  }

  @Override
  public int read() {
    begun = true;
    try (InterruptWatch.Wait wait = interrupts.begin(body::abort)) {
      return in.read();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public int read(byte[] bytes, int from, int length) {
    begun = true;
    try (InterruptWatch.Wait wait = interrupts.begin(body::abort)) {
      return in.read(bytes, from, length);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** One that nobody wants is broken off: the SDK closes it so if its thread was interrupted. */
  @Override
  public void close() throws IOException {
    if (begun || isEmpty) {
      in.close(); // This reads what is left.
    } else {
      body.abort();
    }
  }

  private static SdkClientException broken(IOException e) {
    return SdkClientException.create(String.valueOf(e.getMessage()), e);
  }
}
