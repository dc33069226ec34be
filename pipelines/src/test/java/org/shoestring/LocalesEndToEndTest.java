package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The locale of a user, with digits, calendars and letters of its own, changes nothing. */
@Tag("long")
class LocalesEndToEndTest {
  private static final String SCORE = "bleu\tBLEU\t37.18816533804031\tnrefs:1|";

  /** The names of checkpoints and claims, seen while they are there, are part of the output. */
  private static final String MODEL =
      " --out {out}; ls {checkpoints} > {out}/checkpoints;"
          + " ls -d */leases/train-*/* | sed 's:.*/::' | sort -u > {out}/claims\"";

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void runOnce() throws Exception {
    Path sample = Path.of("..", "data-samples", "en-de");
    Files.copy(sample.resolve("en-de.tsv.gz"), folder.resolve("en-de.tsv.gz"));
    String yaml = Files.readString(sample.resolve("en-de.yaml"));
    Files.writeString(folder.resolve("en-de.yaml"), yaml.replace(" --out {out}\"", MODEL));
    Shoestring.Result result = run("default", "-Duser.language=en");
    assertThat(result.out()).contains(SCORE);
    assertThat(content("checkpoints")).isEqualTo("iteration-0004.model1\niteration-0005.model1\n");
    assertThat(content("claims")).isEqualTo("000000\n");
  }

  /** Runs the sample; the programs that it starts inherit the locale. */
  private static Shoestring.Result run(String workspace, String locale) throws Exception {
    return Shoestring.in(folder)
        .in(
            Map.of(
                "JAVA_TOOL_OPTIONS",
                locale,
                "XDG_CACHE_HOME",
                folder.resolve("cache-" + workspace).toString()))
        .run("run", "en-de.yaml", "--set", "workspace=" + workspace)
        .good();
  }

  @ParameterizedTest
  @CsvSource({
    "arab, -Duser.language=ar -Duser.country=EG",
    "persian, -Duser.language=fa -Duser.country=IR",
    "thai, -Duser.language=th -Duser.country=TH -Duser.variant=TH",
    "turkish, -Duser.language=tr -Duser.country=TR"
  })
  void run_otherLocale_makesTheSame(String workspace, String locale) throws Exception {
    Shoestring.Result result = run(workspace, locale);
    assertThat(result.out()).contains(SCORE);
    assertThat(result.out() + result.err()).matches(LocalesEndToEndTest::hasPlainDigits);
    assertThat(Outputs.digests(folder.resolve(workspace)))
        .isEqualTo(Outputs.digests(folder.resolve("default")));
    assertThat(names("cache-" + workspace) + names(workspace))
        .matches(LocalesEndToEndTest::hasPlainDigits);
  }

  @Test
  void run_arabicAfterDefault_isCached() throws Exception {
    String locale = "-Duser.language=ar -Duser.country=EG";
    assertThat(run("default", locale).out().lines().filter(line -> line.contains(" CACHED  ")))
        .hasSize(7);
  }

  /** A file that the default locale's model has. */
  private static String content(String file) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("default/outputs"))) {
      return Files.readString(files.filter(path -> path.endsWith(file)).findFirst().orElseThrow());
    }
  }

  private static boolean hasPlainDigits(String text) {
    return text.chars().allMatch(c -> !Character.isDigit(c) || (c >= '0' && c <= '9'));
  }

  private static String names(String below) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(below))) {
      return String.join("\n", files.map(Path::toString).toList());
    }
  }
}
