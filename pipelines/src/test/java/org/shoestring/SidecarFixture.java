package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A training command, as a user has it, to be run beside {@code shoestring train}. */
abstract class SidecarFixture {
  static final String LOCATION = "s3://bucket/run1";
  private static final Pattern BEGINS = Pattern.compile("begins after step ([0-9]+)");

  /** Saves each step until there is a file "finish", and one more when it is told to end. */
  private static final String TRAINER =
      """
      n=0
      for file in "$1"/step-*; do
        [ -e "$file" ] && read -r n < "$file"
      done
      save() {
        n=$((n + 1))
        echo "$n" > "$1/part"
        mv "$1/part" "$1/step-$(printf %04d "$n")"
      }
      trap 'save "$1"; echo "saved at the signal"; exit 0' TERM INT
      echo "begins after step $n"
      echo "a remark" >&2
      while [ ! -e finish ]; do
        sleep 0.2
        save "$1"
        printf '%d\\tloss\\t0.%d\\n' "$n" "$n"
      done
      """;

  final Path folder;
  final Path server;

  SidecarFixture(Path folder) throws IOException {
    this.folder = folder;
    this.server = folder.resolve("server");
    Files.writeString(folder.resolve("train.sh"), TRAINER);
  }

  static String[] train(String local, String... options) {
    List<String> words =
        new ArrayList<>(List.of("train", "--checkpoints", LOCATION, "--local", local));
    words.addAll(List.of("--preset", "files:pattern=step-*", "--lease", "3"));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "sh", "train.sh", local));
    return words.toArray(new String[0]);
  }

  final void finish() throws IOException {
    Files.createFile(folder.resolve("finish"));
  }

  /** The manifests of the checkpoints of an attempt. */
  final List<Path> saved(Path place, int attempt) {
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(file -> file.toString().matches(".*/00000" + attempt + "-[^/]*/[0-9]{6}.tsv"))
          .toList();
    } catch (UncheckedIOException e) {
      return List.of(); // Something was removed just now.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final void awaitSaved(Shoestring.Running running, int attempt) throws Exception {
    Path place = server.resolve("buckets/bucket/run1");
    StoppedFixture.await(running, () -> !saved(place, attempt).isEmpty());
  }

  static int begunAfter(Shoestring.Result result) {
    Matcher begins = BEGINS.matcher(result.out());
    assertThat(begins.find()).as(result.out() + result.err()).isTrue();
    return Integer.parseInt(begins.group(1));
  }
}
