package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The locale of a user, with digits, calendars and letters of its own, changes nothing. */
class LocalesEndToEndTest {
  private static final String SCORE = "bleu\tBLEU\t37.18816533804031\tnrefs:1|";

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void runOnce() throws Exception {
    Path sample = Path.of("..", "data-samples", "en-de");
    for (String file : new String[] {"en-de.yaml", "en-de.tsv.gz"}) {
      Files.copy(sample.resolve(file), folder.resolve(file));
    }
    assertThat(run("default", "-Duser.language=en").out()).contains(SCORE);
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
    assertThat(names("cache-" + workspace)).contains("iteration-0001.model1");
    assertThat(names("cache-" + workspace) + names(workspace))
        .matches(LocalesEndToEndTest::hasPlainDigits);
  }

  @Test
  void run_arabicAfterDefault_isCached() throws Exception {
    String locale = "-Duser.language=ar -Duser.country=EG";
    assertThat(run("default", locale).out().lines().filter(line -> line.contains(" CACHED  ")))
        .hasSize(7);
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
