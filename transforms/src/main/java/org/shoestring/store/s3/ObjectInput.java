package org.shoestring.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import org.shoestring.store.object.DamagedContentException;
import org.shoestring.store.object.Traffic;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;

/** The bytes of an object as they arrive; counted, and left at any point without reading on. */
final class ObjectInput extends FilterInputStream {
  private final AbortableInputStream response;
  private final Traffic traffic;
  private long left;
  private boolean isWhole;

  ObjectInput(AbortableInputStream response, long length, Traffic traffic) {
    super(response);
    this.response = response;
    this.left = length;
    this.traffic = traffic;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = receive(bytes, offset, length);
    left -= Math.max(0, count);
    lookForTheEnd();
    return count;
  }

  private int receive(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = in.read(bytes, offset, length);
      traffic.received(Math.max(0, count));
      return count;
    } catch (SdkException e) {
      String message = String.valueOf(e.getMessage());
      throw message.contains("different checksum")
          ? new DamagedContentException("the content was damaged on the way", e)
          : new IOException(message, e);
    }
  }

  /** Only there the SDK compares what was read with its MD5, if that follows. */
  private void lookForTheEnd() throws IOException {
    if (left == 0 && !isWhole) {
      isWhole = receive(new byte[1], 0, 1) < 0;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      lookForTheEnd();
    } finally {
      if (isWhole) {
        response.close(); // The next request takes this connection.
      } else {
        response.abort(); // Closing would read what is left.
      }
    }
  }
}
