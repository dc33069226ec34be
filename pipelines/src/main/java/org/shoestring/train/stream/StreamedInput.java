package org.shoestring.train.stream;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.shoestring.table.Table;
import org.shoestring.table.local.ShardFiles;

/**
 * An input of a command that is streamed.
 *
 * @param name of its folder among the copies of inputs
 * @param patience how long the command may take to end if it cannot have its input any more
 */
public record StreamedInput(Table table, String name, StreamSettings settings, Duration patience) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One whose command has some time to end. */
  public StreamedInput(Table table, String name, StreamSettings settings) {
    this(table, name, settings, PATIENCE);
  }

  /** Its folder. */
  public Path folder(Path copies) {
    return copies.resolve(name);
  }

  /**
   * Serves it from now on.
   *
   * @param copies where copies of inputs lie
   * @param stuck called in another thread if nothing can be fetched any more, but the command does
   *     not end
   * @param remarks takes what the user should know though it is no error, in any thread
   */
  public ShardStream start(Path copies, Runnable stuck, Consumer<String> remarks)
      throws IOException {
    return ShardStream.start(
        new ShardFiles(table, folder(copies)), settings, patience.toMillis(), stuck, remarks);
  }
}
