package org.shoestring.store.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BulkInput;

/** The bytes of an object that is being downloaded, as they come; if need be, from the store. */
final class DownloadInput extends BulkInput {
  private final Download download;
  private final FileChannel file;
  private long position;
  private @Nullable InputStream direct;
  private boolean closed;

  private DownloadInput(Download download, FileChannel file) {
    this.download = download;
    this.file = file;
  }

  /** Joins a download; empty if there is nothing to follow any more. */
  static Optional<DownloadInput> join(Download download) throws IOException {
    if (!download.join()) {
      return Optional.empty();
    }
    try {
      FileChannel file = FileChannel.open(download.part(), StandardOpenOption.READ);
      return Optional.of(new DownloadInput(download, file));
    } catch (IOException | RuntimeException | Error e) {
      download.leave();
      throw e;
    }
  }

  /** Waits until the store has answered; fails as it did. */
  void awaitOpen() throws IOException {
    try {
      download.awaitOpen();
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    InputStream alone = direct;
    if (alone == null) {
      long ready = download.awaitBehind(position);
      if (ready == 0) {
        return -1;
      }
      if (ready > 0) {
        int count = (int) Math.min(length, ready);
        count = file.read(ByteBuffer.wrap(bytes, offset, count), position);
        position += Math.max(0, count);
        return count;
      }
      alone = download.store().openAt(download.object().name(), position);
      direct = alone;
    }
    return alone.read(bytes, offset, length);
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    download.leave();
    file.close();
    if (direct != null) {
      direct.close();
    }
  }
}
