package org.shoestring;

import java.io.IOException;
import java.nio.file.Path;

/** The reader of streams for Python, as commands of tests. */
public final class StreamReader {
  /** What a test needs. */
  public static final String TAKES = "python3 is absent";

  /** The folder of {@code shoestring_data.py}. */
  public static final Path FOLDER = Samples.folder("readers");

  private StreamReader() {}

  /** Whether there is a Python. */
  public static boolean isThere() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A shell command that prints all lines of a table, sorted.
   *
   * @param data its folder
   * @param mix how many shards and members are mixed
   */
  public static String lines(String data, String mix) {
    return program(
            "print(*sorted(line for batch, state in Reader(sys.argv[1], batch=2, mix=(%s))"
                    .formatted(mix)
                + ".batches(epochs=1) for line in batch), sep=chr(10))")
        + " "
        + data;
  }

  /** A shell command that runs Python statements without double quotes, which know the reader. */
  public static String program(String statements) {
    return "PYTHONPATH=\"%s\" python3 -c \"import sys; from shoestring_data import Reader; %s\""
        .formatted(FOLDER, statements);
  }
}
