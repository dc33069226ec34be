package org.shoestring.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.io.input.BoundedInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** A part of a file as the body of a request. */
final class FilePart {
  private static final String TYPE = "application/octet-stream";

  private FilePart() {}

  static RequestBody body(Path file, long offset, long length) {
    return RequestBody.fromContentProvider(
        () -> {
          try {
            return open(file, offset, length);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        length,
        TYPE);
  }

  static InputStream open(Path file, long offset, long length) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    channel.position(offset);
    return BoundedInputStream.builder()
        .setInputStream(Channels.newInputStream(channel))
        .setMaxCount(length)
        .get();
  }
}
