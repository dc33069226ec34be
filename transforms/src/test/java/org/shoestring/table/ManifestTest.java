package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.Codec;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.Members;

class ManifestTest {
  private static final Recipe RECIPE =
      new Recipe(
          "import",
          List.of(new Recipe.Fact("columns", "en,de"), new Recipe.Fact("text", "a\tb\\\n\r")),
          List.of(new Recipe.Input("source", "-", "abc")));
  private static final Manifest MANIFEST =
      new Manifest(
          RECIPE,
          Codec.BZIP2,
          tables(),
          List.of(
              shard("main", 0, "3:40,2:30"), shard("main", 1, "1:20"), shard("test", 0, "0:14")),
          Map.of("utf8", 3L, "columns", 1L),
          List.of(
              new StoredFile("a/b c.txt", 5, "0123456789abcdef0123456789abcdef"),
              new StoredFile("run", 1, "0123456789abcdef0123456789abcdef", true)));

  @Test
  void text_manifest_isAFactALine() {
    assertThat(MANIFEST.text())
        .isEqualTo(
            """
            shoestring	1
            stage	import
            key	%s
            made-of	columns	en,de
            made-of	text	a\\tb\\\\\\n\\r
            input	source	-	abc
            codec	bzip2
            table	main	en	de
            table	test	en
            shard	main	part-0	5	50	70	sha-main-0	3:40,2:30
            shard	main	part-1	1	10	20	sha-main-1	1:20
            shard	test	part-0	0	0	14	sha-test-0	0:14
            reason	columns	1
            reason	utf8	3
            file	a/b c.txt	5	0123456789abcdef0123456789abcdef
            file	run	1	0123456789abcdef0123456789abcdef	x
            """
                .formatted(RECIPE.key()));
  }

  @Test
  void parse_itsText_isEqual() {
    assertThat(Manifest.parse("folder", MANIFEST.text())).isEqualTo(MANIFEST);
  }

  @Property(tries = 200)
  void parse_anyManifest_isEqual(@ForAll("manifests") Manifest manifest) {
    assertThat(Manifest.parse("folder", manifest.text())).isEqualTo(manifest);
  }

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
        "reason\tutf8|''|14"
      })
  void parse_alteredLine_isBadDataWithFileAndLine(String from, String to, int line) {
    assertThat(MANIFEST.text()).contains(from);
    assertThatThrownBy(() -> Manifest.parse("folder", MANIFEST.text().replace(from, to)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("folder/_manifest.tsv:" + line + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stage\timport|stage\texport",
        "en,de|en,fr",
        "columns\ten|column\ten",
        "source\t-\tabc|source\t-\tabd",
        "input\tsource|made-of\tsource",
        "key\t([0-9a-f])|key\t0$1"
      })
  void parse_otherThanItsKey_isBadData(String from, String to) {
    assertThat(MANIFEST.text()).containsPattern(from);
    assertThatThrownBy(() -> Manifest.parse("folder", MANIFEST.text().replaceFirst(from, to)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("folder/_manifest.tsv:3: its key ")
        .hasMessageEndingWith("the manifest was altered");
  }

  @Test
  void parse_emptyFile_isBadData() {
    assertThatThrownBy(() -> Manifest.parse("folder", ""))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("folder/_manifest.tsv:1: starts with '', expected 'shoestring 1'");
  }

  @Test
  void lines_table_areThoseOfItsShards() {
    assertThat(MANIFEST.lines("main")).isEqualTo(6);
    assertThat(MANIFEST.lines("test")).isZero();
    assertThat(MANIFEST.shards("main")).extracting(Shard::place).containsExactly(0, 1);
  }

  @Test
  void digest_otherContentOrCuts_isAnother() {
    Columns en = Columns.of("en");
    List<String> digests =
        List.of(
            digest(en, shard("main", 0, "3:40"), shard("main", 1, "1:20")),
            digest(en, shard("main", 1, "1:20"), shard("main", 0, "3:40")),
            digest(en, shard("main", 0, "4:60")),
            digest(en, shard("main", 0, "3:40")),
            digest(en, shard("main", 0, "2:40"), shard("main", 1, "2:20")),
            digest(en),
            digest(Columns.of("de")),
            digest(Columns.of("en", "de")),
            digest(Columns.of("ende")));

    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void digest_otherCompressionOrName_isTheSame() {
    Columns en = Columns.of("en");
    Shard one = shard("main", 0, "3:40");
    Shard other =
        new Shard("elsewhere", "main", 7, "other", 3, 1, 99, one.sha256(), Members.parse("3:99"));
    Shard renamed = one.in("elsewhere", "test");
    Manifest test =
        new Manifest(
            RECIPE, Codec.GZIP, Map.of("test", en), List.of(renamed), Map.of("x", 1L), List.of());

    assertThat(digest(en, one)).isEqualTo(digest(en, other)).isEqualTo(test.digest("test"));
  }

  @Test
  void filesDigest_otherOrder_isTheSame() {
    StoredFile a = new StoredFile("a", 1, "0123456789abcdef");
    StoredFile b = new StoredFile("b", 1, "fedcba9876543210");

    assertThat(filesDigest(a, b)).isEqualTo(filesDigest(b, a));
    assertThat(
            List.of(
                filesDigest(),
                filesDigest(a),
                filesDigest(b),
                filesDigest(a, b),
                filesDigest(new StoredFile("a", 1, "fedcba9876543210")),
                filesDigest(new StoredFile("a", 1, "0123456789abcdef", true))))
        .doesNotHaveDuplicates();
    assertThat(a.object()).isEqualTo("_files/0123456789abcdef/a");
  }

  @Provide
  Arbitrary<Manifest> manifests() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(6);
    Arbitrary<Recipe> recipe =
        Combinators.combine(
                text,
                Combinators.combine(text, text).as(Recipe.Fact::new).list().ofMaxSize(3),
                Combinators.combine(text, text, text).as(Recipe.Input::new).list().ofMaxSize(3))
            .as(Recipe::new);
    Arbitrary<List<Shard>> shards =
        Arbitraries.of("1:20", "0:20", "5:7,3:1").list().ofMaxSize(4).map(ManifestTest::shards);
    Arbitrary<Map<String, Long>> reasons = Arbitraries.maps(text, Arbitraries.longs()).ofMaxSize(3);
    Arbitrary<List<StoredFile>> files =
        Combinators.combine(text, Arbitraries.longs(), text, Arbitraries.of(true, false))
            .as(StoredFile::new)
            .list()
            .ofMaxSize(3);
    return Combinators.combine(recipe, Arbitraries.of(Codec.class), shards, reasons, files)
        .as((made, codec, some, why, more) -> new Manifest(made, codec, tables(), some, why, more));
  }

  private static List<Shard> shards(List<String> members) {
    List<Shard> shards = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      shards.add(shard("main", i, members.get(i)));
    }
    return shards;
  }

  private static Map<String, Columns> tables() {
    Map<String, Columns> tables = new LinkedHashMap<>();
    tables.put("main", Made.EN_DE);
    tables.put("test", Columns.of("en"));
    return tables;
  }

  private static Shard shard(String table, int place, String text) {
    Members members = Members.parse(text);
    return new Shard(
        "folder",
        table,
        place,
        "part-" + place,
        members.totalLines(),
        10 * members.totalLines(),
        members.totalBytes(),
        "sha-" + table + "-" + place,
        members);
  }

  private static String digest(Columns columns, Shard... shards) {
    return new Manifest(
            RECIPE, Codec.GZIP, Map.of("main", columns), List.of(shards), Map.of(), List.of())
        .digest("main");
  }

  private static String filesDigest(StoredFile... files) {
    return new Manifest(RECIPE, Codec.GZIP, Map.of(), List.of(), Map.of(), List.of(files))
        .filesDigest();
  }
}
