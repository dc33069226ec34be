package org.shoestring.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;
import org.shoestring.server.S3Proxy;

/** One server, with a bucket {@code bucket}, for all test classes that ask for an S3Proxy. */
final class SharedS3Proxy extends TypeBasedParameterResolver<S3Proxy> {
  private record Running(Path folder, S3Proxy server) implements AutoCloseable {
    static Running start() {
      try {
        Path folder = Files.createTempDirectory("s3proxy");
        return new Running(folder, S3Proxy.over(folder, "bucket"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public S3Proxy resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedS3Proxy.class))
        .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
        .server();
  }
}
