package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/**
 * A named pipe that is open for reading, but that nobody reads: a pager that its user has
 * forgotten.
 */
record UnreadPipe(Path path, Process holder) implements AutoCloseable {

  static UnreadPipe at(Path path) throws Exception {
    assertThat(start("mkfifo", path.toString()).waitFor()).isZero();
    return new UnreadPipe(path, start("/bin/sh", "-c", "exec 3<>'" + path + "'; exec sleep 1000"));
  }

  /** Writes to it until nothing more goes in. */
  void fill() throws Exception {
    for (int bytes : new int[] {4096, 1}) {
      Process full =
          start(
              "dd", "if=/dev/zero", "of=" + path, "oflag=nonblock", "bs=" + bytes, "count=100000");
      assertThat(full.waitFor()).isEqualTo(1);
    }
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }

  @Override
  public void close() throws InterruptedException {
    holder.destroyForcibly().waitFor();
  }
}
