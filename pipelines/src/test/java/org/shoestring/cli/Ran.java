package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.shoestring.pipeline.process.Messages;
import org.shoestring.store.Stores;

/** What a verb that was run in this process left behind. */
public record Ran(int code, String out, String err) {

  /** Runs a verb. */
  public static Ran by(String... arguments) {
    return by(Stores.withoutOptions(), arguments);
  }

  /** Runs a verb with these stores. */
  public static Ran by(Stores stores, String... arguments) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code = Verbs.run(stores, arguments);
      Messages.awaitAll();
      return new Ran(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }

  /** This, if all went well. */
  public Ran good() {
    assertThat(code).as(err).isZero();
    return this;
  }

  /** The one line of an error, with paths relative to a folder. */
  public String error(int expected, Path folder) {
    assertThat(code).as(err).isEqualTo(expected);
    assertThat(err).startsWith("shoestring: ").endsWith("\n");
    assertThat(err.lines()).as(err).hasSize(1);
    assertThat(out).isEmpty();
    return err.substring("shoestring: ".length()).strip().replace(folder + "/", "");
  }

  /** The lines on stdout, with paths relative to a folder. */
  public List<String> lines(Path folder) {
    return out.replace(folder + "/", "").lines().toList();
  }
}
