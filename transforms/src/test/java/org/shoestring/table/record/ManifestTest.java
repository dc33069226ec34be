package org.shoestring.table.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.table.record.Manifests.HASH;
import static org.shoestring.table.record.Manifests.MANIFEST;
import static org.shoestring.table.record.Manifests.RECIPE;
import static org.shoestring.table.record.Manifests.shard;
import static org.shoestring.table.record.Manifests.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.shoestring.tsv.codec.Codec;

/** What a manifest says as a text, and that it is read as it was written. */
class ManifestTest {
  @Test
  void text_manifest_isAFactALine() {
    assertThat(MANIFEST.text())
        .isEqualTo(
            """
            shoestring	1	e1e8433137e5140c67a4a7caccc3134055932fb253d539cb401506ded6312ad7
            stage	import
            key	%1$s
            made-of	columns	en,de
            made-of	text	a\\tb\\\\\\n\\r
            input	source	-	%2$s
            codec	bzip2
            table	main	en	de
            table	test	en
            shard	main	part-00000-00000-0123456789abcdef.tsv.bz2	5	50	70	%2$s	3:40,2:30
            shard	main	part-00001-00000-0123456789abcdef.tsv.bz2	1	10	20	%2$s	1:20
            shard	test	part-00000-00000-0123456789abcdef.tsv.bz2	0	0	14	%2$s	0:14
            reason	columns	1
            reason	utf8	3
            file	a/b c.txt	5	%2$s
            file	run	1	%2$s	x
            """
                .formatted(RECIPE.key(), HASH));
  }

  @Test
  void parse_itsText_isEqual() {
    assertThat(Manifest.parse("folder", MANIFEST.text())).isEqualTo(MANIFEST);
  }

  @Property(tries = 200)
  void parse_anyManifest_isEqual(@ForAll("manifests") Manifest manifest) {
    assertThat(Manifest.parse("folder", manifest.text())).isEqualTo(manifest);
  }

  @Test
  void lines_table_areThoseOfItsShards() {
    assertThat(MANIFEST.lines("main")).isEqualTo(6);
    assertThat(MANIFEST.lines("test")).isZero();
    assertThat(MANIFEST.shards("main")).extracting(CommittedShard::place).containsExactly(0, 1);
  }

  @Provide
  Arbitrary<Manifest> manifests() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(6);
    Arbitrary<String> word = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(6);
    Arbitrary<String> hash = Arbitraries.strings().withChars("0123456789abcdef").ofLength(64);
    Arbitrary<Recipe> recipe =
        Combinators.combine(
                Arbitraries.of("import", "score", "x-1"),
                Combinators.combine(word, text).as(Recipe.Fact::new).list().ofMaxSize(3),
                Combinators.combine(word, text, hash).as(Recipe.Input::new).list().ofMaxSize(3))
            .as(Recipe::new);
    Arbitrary<List<CommittedShard>> shards =
        Arbitraries.of("1:20", "0:20", "5:7,3:1").list().ofMaxSize(4).map(ManifestTest::shards);
    Arbitrary<Long> counts = Arbitraries.longs().between(0, 999_999_999_999_999L);
    Arbitrary<Map<String, Long>> reasons = Arbitraries.maps(word, counts).ofMaxSize(3);
    Arbitrary<List<StoredFile>> files =
        Combinators.combine(word, counts, hash, Arbitraries.of(true, false))
            .as((name, bytes, sha, run) -> new StoredFile("a/" + name, bytes, sha, run))
            .list()
            .uniqueElements(StoredFile::path)
            .ofMaxSize(3);
    return Combinators.combine(recipe, shards, reasons, files)
        .as((made, some, why, more) -> new Manifest(made, Codec.BZIP2, tables(), some, why, more));
  }

  private static List<CommittedShard> shards(List<String> members) {
    List<CommittedShard> shards = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      shards.add(shard("main", i, members.get(i)));
    }
    return shards;
  }
}
