package org.shoestring.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import org.shoestring.store.object.Traffic;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** The bytes of an object as they arrive; counted, and left at any point without reading on. */
final class ObjectInput extends FilterInputStream {
  private final ResponseInputStream<?> response;
  private final Traffic traffic;
  private long left;

  ObjectInput(ResponseInputStream<?> response, long length, Traffic traffic) {
    super(response);
    this.response = response;
    this.left = length;
    this.traffic = traffic;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(bytes, offset, length);
    } catch (SdkException e) {
      throw new IOException(e.getMessage(), e);
    }
    traffic.received(Math.max(0, count));
    left -= Math.max(0, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    if (left == 0 && read(new byte[1], 0, 1) < 0) {
      response.close(); // All was read: the next request takes this connection.
    } else {
      response.abort(); // Closing would read what is left.
    }
  }
}
