package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program tells of remote stores, and its cache. */
@Tag("long")
class CostEndToEndTest {
  private static final String YAML =
      """
      experiment: e
      workspace: s3://bucket/workspace
      stages:
        raw: {import: lines.tsv, columns: [a, b], shard-size: 2000}
        clean: {preprocess: raw, steps: [lowercase]}
      """;
  private static final Pattern ASKED =
      Pattern.compile(
          "s3://bucket: .* up, .* down; [0-9]+ PUT, [0-9]+ GET(, [0-9]+ [A-Z]+)*(?<spared>.*)");

  @TempDir private Path folder = Path.of("");

  private Shoestring machine(S3Server server, String name) throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    Files.writeString(own.resolve("e.yaml"), YAML);
    Files.writeString(own.resolve("lines.tsv"), "Hello\tWorld\n".repeat(1000));
    return Shoestring.in(own).in(server.environment());
  }

  /** The last line of what a run says. */
  private static Matcher asked(Shoestring.Result result) {
    List<String> said = result.good().err().lines().toList();
    Matcher asked = ASKED.matcher(said.get(said.size() - 1));
    assertThat(asked.matches()).as(result.err()).isTrue();
    return asked;
  }

  private List<Path> copies(String machine) throws Exception {
    Path cache = folder.resolve(machine + "/cache/shoestring/_cache");
    if (!Files.isDirectory(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(file -> file.toString().endsWith(".copy")).toList();
    }
  }

  @Test
  void run_onABucket_tellsItsCostBeforeAndAfter() throws Exception {
    try (S3Server server = S3Server.in(folder.resolve("s3"))) {
      Shoestring maker = machine(server, "maker");
      List<String> plan = maker.run("run", "e.yaml", "-n").good().out().lines().toList();
      assertThat(plan.get(plan.size() - 1))
          .matches(
              "s3://bucket: reads 0 B from 0 objects, writes about 4\\.0 kB,"
                  + " about [0-9]+ requests; not counted yet: clean, which depend on raw");
      assertThat(copies("maker")).isEmpty();

      Matcher made = asked(maker.run("run", "e.yaml"));
      assertThat(made.group("spared")).matches("; .* from the cache");
      assertThat(copies("maker")).hasSize(2 * 6);

      // Another machine reads what the first one made, and keeps nothing if told so.
      Shoestring other = machine(server, "other");
      String steps = "stages.clean.steps=[lowercase, normalize-whitespace]";
      Matcher off = asked(other.run("run", "e.yaml", "--set", steps, "--cache-size", "0"));
      assertThat(off.group("spared")).isEmpty();
      assertThat(copies("other")).isEmpty();

      other.run("cat", "e.yaml:clean").good();
      assertThat(copies("other")).isEmpty();

      Path elsewhere = folder.resolve("elsewhere");
      asked(
          other.run(
              "run",
              "e.yaml",
              "--set",
              "stages.clean.steps=[normalize-whitespace]",
              "--cache",
              "" + elsewhere));
      assertThat(elsewhere).isDirectoryContaining("glob:**.copy");
      assertThat(copies("other")).isEmpty();
    }
  }
}
