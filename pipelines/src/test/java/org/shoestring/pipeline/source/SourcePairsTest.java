package org.shoestring.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.tsv.Columns;

/** Which files stand side by side. */
class SourcePairsTest {
  @TempDir private Path folder = Path.of("");

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, "x\n");
    }
  }

  /** The files of each unit, joined by a blank. */
  private List<String> pairs(String left, String right) throws Exception {
    SourcePattern pattern = new SourcePattern("here", List.of(left, right), true);
    Sources sources =
        pattern.find(
            Stores.withoutOptions(),
            folder,
            Optional.of(Columns.of("a", "b")),
            path -> Optional.empty());
    return sources.units().stream()
        .map(
            unit ->
                String.join(
                    " ",
                    unit.files().stream().map(file -> file.replace(folder + "/", "")).toList()))
        .toList();
  }

  private void assertRefused(String left, String right, String message) {
    assertThatThrownBy(() -> pairs(left, right))
        .isInstanceOf(UsageException.class)
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).replace(folder + "/", ""))
                    .isEqualTo(message));
  }

  @Test
  void find_sameMatches_arePairsInOrder() throws Exception {
    files("c.10.en", "c.2.en", "c.10.de", "c.2.de", "x/1.en", "y/1.en", "x/1.de", "y/1.de");

    assertThat(pairs("c.*.en", "c.*.de")).containsExactly("c.10.en c.10.de", "c.2.en c.2.de");
    assertThat(pairs("c.{10,2}.en", "c.{2,10}.de"))
        .containsExactly("c.10.en c.10.de", "c.2.en c.2.de");
    assertThat(pairs("?/[0-9].en", "?/*.de")).containsExactly("x/1.en x/1.de", "y/1.en y/1.de");
  }

  @Test
  void find_singleFiles_areOnePair() throws Exception {
    files("a.en", "b.de");

    assertThat(pairs("a.en", "b.de")).containsExactly("a.en b.de");
  }

  @Test
  void find_strangers_areNamed() throws Exception {
    files("c.1.en", "c.2.en", "c.1.de", "c.3.de");

    assertRefused(
        "c.*.en",
        "c.*.de",
        "here: 2 files have no partner: c.2.en, c.3.de; files side by side are paired by what their"
            + " wildcards matched: c.*.en, c.*.de");
  }

  @Test
  void find_manyStrangers_areCounted() throws Exception {
    files("c.0.en", "c.0.de");
    for (int i = 1; i <= 9; i++) {
      files("c." + i + ".en");
    }

    assertRefused(
        "c.*.en",
        "c.*.de",
        "here: 9 files have no partner: c.1.en, c.2.en, c.3.en, c.4.en, c.5.en and 4 more; files"
            + " side by side are paired by what their wildcards matched: c.*.en, c.*.de");
  }

  @Test
  void find_otherNumberOfWildcards_isRefused() throws Exception {
    files("c.1.en", "c.1.x.de", "all.de");

    assertRefused(
        "c.*.en",
        "c.*.*.de",
        "here: files side by side are paired by what their wildcards matched, but 'c.*.en' has 1,"
            + " 'c.*.*.de' has 2; write as many wildcards in each");
    assertRefused(
        "c.*.en",
        "all.de",
        "here: files side by side are paired by what their wildcards matched, but 'c.*.en' has 1,"
            + " 'all.de' has none; write as many wildcards in each");
  }
}
