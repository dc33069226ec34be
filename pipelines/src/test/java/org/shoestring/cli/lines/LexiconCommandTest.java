package org.shoestring.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.Stores;
import org.shoestring.table.record.Recipe;
import picocli.CommandLine;

class LexiconCommandTest {
  private static final String TEXT =
      "1\tein Mann\ta man\n2\teine Frau\ta woman\n3\tdas Kind\tthe child\n4\tdie Frau\tthe woman\n";

  private final Path folder;

  LexiconCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void train_thenTranslate_goesFromATableToText() throws IOException {
    writeTable();
    int trained =
        run(
            "train",
            "--data",
            folder.toString(),
            "--checkpoints",
            path("checkpoints"),
            "--out",
            path("model"),
            "--source",
            "en",
            "--target",
            "de",
            "--iterations",
            "9");
    assertThat(trained).isZero();

    InputStream stdin = System.in;
    PrintStream stdout = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream("a man\n\n".getBytes(StandardCharsets.UTF_8)));
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      assertThat(run("translate", "--model", path("model"))).isZero();
    } finally {
      System.setIn(stdin);
      System.setOut(stdout);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ein Mann\n\n");
  }

  @Test
  void train_unknownColumn_namesTheKnownOnes() throws IOException {
    writeTable();
    CommandLine line = new CommandLine(new LexiconCommand(Stores.withoutOptions()));
    StringBuilder message = new StringBuilder();
    line.setExecutionExceptionHandler(
        (e, command, result) -> {
          message.append(e.getMessage());
          return 2;
        });
    int code =
        line.execute(
            "train",
            "--data",
            folder.toString(),
            "--checkpoints",
            "c",
            "--out",
            "o",
            "--source",
            "fr");
    assertThat(code).isEqualTo(2);
    assertThat(message).asString().endsWith("unknown column 'fr'; known: id, de, en");
  }

  private static int run(String... arguments) {
    return new CommandLine(new LexiconCommand(Stores.withoutOptions())).execute(arguments);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  /** A table as the store holds it: one shard of one member, and its manifest. */
  private void writeTable() throws IOException {
    byte[] raw = TEXT.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(raw);
    }
    int size = compressed.size();
    String hash = new Sha256().update(compressed.toByteArray(), 0, size).hex().substring(0, 16);
    Path shard = folder.resolve("part-00000-00000-" + hash + ".tsv.gz");
    Files.write(shard, compressed.toByteArray());
    String manifest =
        "shoestring\t1\nstage\timport\nkey\t"
            + new Recipe("import", List.of(), List.of()).key()
            + "\ncodec\tgzip\ntable\tmain\tid\tde\ten\n"
            + String.join(
                "\t",
                "shard",
                "main",
                shard.getFileName().toString(),
                "4",
                Integer.toString(raw.length),
                Integer.toString(size),
                new Sha256().update(raw, 0, raw.length).hex(),
                "4:" + size)
            + "\n";
    Files.writeString(folder.resolve("_manifest.tsv"), manifest);
  }
}
