package org.shoestring.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;

/**
 * The body of an answer, whose breaking off is the error of the SDK that everybody expects: its
 * parser of XML would else throw another, which nobody does.
 */
final class AnswerBody extends FilterInputStream {
  private AnswerBody(InputStream in) {
    super(in);
  }

  /** The same answer, with such a body. */
  static HttpExecuteResponse of(HttpExecuteResponse answer) {
    return answer
        .responseBody()
        .map(
            body ->
                HttpExecuteResponse.builder()
                    .response(answer.httpResponse())
                    .responseBody(AbortableInputStream.create(new AnswerBody(body), body))
                    .build())
        .orElse(answer);
  }

  @Override
  public int read() {
    try {
      return in.read();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public int read(byte[] bytes, int from, int length) {
    try {
      return in.read(bytes, from, length);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static SdkClientException broken(IOException e) {
    return SdkClientException.create(String.valueOf(e.getMessage()), e);
  }
}
