package org.shoestring.store.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.shoestring.bytes.FilePart;
import software.amazon.awssdk.core.sync.RequestBody;

/** A part of a file as the body of a request. */
final class PartBody {
  private static final String TYPE = "application/octet-stream";

  private PartBody() {}

  static RequestBody of(Path file, long offset, long length) {
    return RequestBody.fromContentProvider(
        () -> {
          try {
            return FilePart.open(file, offset, length);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        length,
        TYPE);
  }
}
