package org.shoestring.table.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.table.record.Manifests.HASH;
import static org.shoestring.table.record.Manifests.MANIFEST;
import static org.shoestring.table.record.Manifests.RECIPE;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.SafePath;

/** Manifests that were altered or cut short, or that somebody wrote who means harm. */
class ManifestParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shoestring\t1|shoestring\t2|1",
        "codec\tbzip2|codec\tzip|7",
        "codec\tbzip2|codek\tbzip2|7",
        "codec\tbzip2|codec|7",
        "table\ttest\ten|table\ttest\ten\ten|9",
        "table\ttest\ten|table\ttest|9",
        "\t5\t50\t70|\t6\t50\t70|10",
        "\t5\t50\t70|\t5\t50\t71|10",
        "\t5\t50\t70|\t5\tfifty\t70|10",
        "3:40,2:30|3:40;2:30|10",
        "\t1:20|''|11",
        "reason\tutf8\t3|reason\tutf8\tmany|14",
        "reason\tutf8\t3|reason\tutf8|14",
        "\t5\t0123|\tx\t0123|15",
        "reason\tutf8|''|14",
        // Names that lead elsewhere.
        "main\tpart-00000-00000-|main\t/tmp/part-00000-00000-|10",
        "main\tpart-00000-00000-|main\t../part-00000-00000-|10",
        "main\tpart-00000|main\tpart-0000|10",
        "main\tpart-00000-00000-0123456789abcdef|main\tpart-00000-00000-0123456789ABCDEF|10",
        "main\tpart-00000-00000-0123456789abcdef|main\tpart-00000-00000-..|10",
        "main\tpart-00000-00000-0123456789abcdef.tsv.bz2|main\t.bashrc|10",
        "def.tsv.bz2\t5|def.tsv.gz\t5|10",
        "shard\ttest|shard\t../test|12",
        "shard\ttest|shard\t/test|12",
        "shard\ttest|shard\t_parts|12",
        "shard\ttest|shard\tdev|12",
        "table\ttest|table\t..|9",
        "table\ttest|table\tx/y|9",
        "a/b c.txt|/etc/cron.d/x|15",
        "a/b c.txt|../../.ssh/authorized_keys|15",
        "a/b c.txt|a/../../x|15",
        "a/b c.txt|a//x|15",
        "a/b c.txt|a/./x|15",
        "a/b c.txt|a/|15",
        "a/b c.txt|a\\\\x|15",
        "a/b c.txt|a\\nx|15",
        "a/b c.txt|a\0x|15",
        "file\ta/b c.txt|file\t|15",
        // Hashes and numbers.
        "abcdef\tx|abcdef\ty|16",
        "abcdef\tx|abcdef\tx\tx|16",
        "\t5\t0123456789abcdef|\t5\t../../x/89abcdef|15",
        "\t5\t0123456789abcdef|\t5\t|15",
        "70\t0123456789abcdef|70\t0123456789abcdeF|10",
        "-\t0123456789abcdef|-\t|6",
        "\t5\t50\t70|\t5\t-50\t70|10",
        "\t5\t50\t70|\t5\t+50\t70|10",
        "\t5\t50\t70|\t5\t050\t70|10",
        "\t5\t50\t70|\t5\t٥٠\t70|10",
        "\t5\t50\t70|\t5\t1000000000000000\t70|10",
        "\t5\t50\t70|\t5\t99999999999999999999\t70|10",
        "\t0\t0\t14|\t0\t0\t2000000000|12",
        "0:14|0:2000000000|12",
        "3:40,2:30|+3:40,2:30|10",
        "3:40,2:30|٣:40,2:30|10",
        "reason\tutf8\t3|reason\tutf8\t-3|14",
        "reason\tutf8\t3|reason\tutf8\t9223372036854775808|14",
        // Lines that are twice, or not in their place.
        "codec\tbzip2|codec\tbzip2~codec\tbzip2|8",
        "codec\tbzip2|codec\tbzip2~codec\tgzip|11",
        "table\ttest\ten|table\ttest\ten~table\ttest\ten|10",
        "reason\tutf8\t3|reason\tutf8\t3~reason\tutf8\t3|15",
        "part-00001-00000|part-00000-00000|11",
        "stage\timport|stage\timport~made-of\tx\ty|4",
        "stage\timport|stage\timport\textra|2",
        "stage\timport|stage\t../../x|2",
        "made-of\tcolumns|made-of\t|4",
        "text\ta\\tb|text\ta\\qb|5"
      })
  void parse_alteredLine_isBadDataWithFileAndLine(String from, String to, int line) {
    assertThat(MANIFEST.text()).contains(from);
    assertThatThrownBy(
            () -> Manifest.parse("folder", MANIFEST.text().replace(from, to.replace('~', '\n'))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("folder/_manifest.tsv:" + line + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/b c.txt|'a/b c.txt' is there twice",
        "a/b c.txt/d|'a/b c.txt' is a file, but also the folder of 'a/b c.txt/d'",
        "a|'a' is a file, but also the folder of another one"
      })
  void parse_filesThatCannotStandSideBySide_isBadData(String path, String why) {
    String text = MANIFEST.text() + "file\t" + path + "\t5\t" + HASH + "\n";

    assertThatThrownBy(() -> Manifest.parse("folder", text))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("folder/_manifest.tsv:17: " + why + "; the manifest was altered");
  }

  @Test
  void parse_longHostileValue_isShownShortOnOneLine() {
    String value = "../" + "x\\n".repeat(1000);

    assertThatThrownBy(() -> Manifest.parse("folder", MANIFEST.text().replace("a/b c.txt", value)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "folder/_manifest.tsv:15: the path '../"
                + "x\\n".repeat(28)
                + "x...' (2003 characters) has a control character; expected a relative path"
                + " that stays in its folder; the manifest was altered: restore it, or delete"
                + " folder to"
                + " make it again");
  }

  @Test
  void parse_moreThanALongCounts_isBadData() {
    StringBuilder text = new StringBuilder(MANIFEST.text());
    for (int i = 0; i < 9300; i++) {
      text.append("file\tf").append(i).append("\t999999999999999\t").append(HASH).append('\n');
    }

    assertThatThrownBy(() -> Manifest.parse("folder", text.toString()))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("folder/_manifest.tsv:9240: ");
  }

  @Test
  void parse_lastLineCutShort_isBadData() {
    String text = MANIFEST.text();
    for (int cut = 1; cut < 74; cut++) {
      String shorter = text.substring(0, text.length() - cut);
      assertThatThrownBy(() -> Manifest.parse("folder", shorter))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith("folder/_manifest.tsv:16: the line is cut short: '");
    }
  }

  /** What is no error is a manifest that this program could have written, and names no place. */
  @Property(tries = 2000)
  void parse_anyMutation_isAManifestOrBadDataWithItsLine(
      @ForAll @IntRange(max = 1200) int at,
      @ForAll @IntRange(max = 40) int removed,
      @ForAll
          @StringLength(max = 5)
          @Chars({'\t', '\n', '\r', '\0', '\\', '/', '.', '-', '0', '9', 'a', ':', ',', ' ', 'ü'})
          String added) {
    String text = MANIFEST.text();
    int from = Math.min(at, text.length());
    String mutated =
        text.substring(0, from) + added + text.substring(Math.min(from + removed, text.length()));
    try {
      Manifest parsed = Manifest.parse("folder", mutated);
      assertThat(parsed.text()).isEqualTo(mutated);
      assertThat(parsed.recipe().key()).isEqualTo(RECIPE.key());
      assertThat(parsed.shards())
          .allSatisfy(shard -> assertThat(SafePath.fault(shard.object())).isEmpty());
      assertThat(parsed.files())
          .allSatisfy(file -> assertThat(SafePath.fault(file.object())).isEmpty());
    } catch (BadDataException e) {
      assertThat(e).hasMessageMatching("(?s)folder/_manifest\\.tsv:[0-9]+: .*");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stage\timport|stage\texport",
        "en,de|en,fr",
        "columns\ten|column\ten",
        "source\t-\t01|source\t-\t02",
        "key\t[0-9a-f]{4}|key\t0000"
      })
  void parse_otherThanItsKey_isBadData(String from, String to) {
    assertThat(MANIFEST.text()).containsPattern(from);
    assertThatThrownBy(() -> Manifest.parse("folder", MANIFEST.text().replaceFirst(from, to)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("folder/_manifest.tsv:3: its key ")
        .hasMessageEndingWith(
            "the manifest was altered: restore it, or delete folder to make it again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1\te1e8|1\tE1e8|the manifest was altered: restore it",
        "1\te1e8|1e1e8|the manifest was altered: restore it",
        "1\te1e8|e1e8|the manifest was altered: restore it",
        "1\te1e8|2\te1e8|it is the manifest of a newer version",
        "1\te1e8|10\te1e8|it is the manifest of a newer version"
      })
  void parse_otherFirstLine_tellsDamageFromANewerVersion(String from, String to, String what) {
    assertThatThrownBy(() -> Manifest.parse("folder", MANIFEST.text().replace(from, to)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("folder/_manifest.tsv:1: starts with 'shoestring")
        .hasMessageContaining("expected 'shoestring 1'; " + what);
  }

  @Test
  void parse_emptyFile_isBadData() {
    assertThatThrownBy(() -> Manifest.parse("folder", ""))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("folder/_manifest.tsv:1: starts with '', expected 'shoestring 1'");
  }
}
