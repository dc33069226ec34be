package org.shoestring.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.shoestring.store.object.SpoolOutput;
import org.shoestring.tsv.codec.MemberOutput;

/**
 * What the programs of an output said, compressed, in {@code _log}; outside manifest and digest.
 */
public record OutputLogs(Output output) {
  private static final String FOLDER = "_log/";

  /** Writes what a program said. */
  public interface Log {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Keeps what a program said, compressed; outside manifest and digest, and replaced by the next
   * attempt.
   *
   * @param name without an ending
   */
  public void put(String name, Log log) throws IOException {
    Path spool = output.newSpool();
    try {
      try (OutputStream out = new MemberOutput(SpoolOutput.to(spool), output.codec())) {
        log.write(out);
      }
      output
          .store()
          .put(output.object(FOLDER + name + ".txt." + output.codec().extension()), spool);
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  /** The names of all logs that were kept, in order. */
  public List<String> names() throws IOException {
    String prefix = output.object(FOLDER);
    return output.store().list(prefix).stream()
        .map(object -> object.name().substring(prefix.length()))
        .toList();
  }

  /** The stored bytes of a log. */
  public InputStream open(String name) throws IOException {
    return output.store().open(output.object(FOLDER + name));
  }
}
