package org.shoestring.table.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.table.record.Manifests.HASH;
import static org.shoestring.table.record.Manifests.RECIPE;
import static org.shoestring.table.record.Manifests.shard;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.Members;

/** What the digests of tables and files depend on. */
class ManifestDigestTest {
  private static final String OTHER_HASH = "fedcba9876543210".repeat(4);

  @Test
  void digest_otherContentOrCuts_isAnother() {
    Columns en = Columns.of("en");
    List<String> digests =
        List.of(
            digest(en, shard("main", 0, "3:40"), shard("main", 1, "1:20")),
            digest(en, shard("main", 1, "1:20"), shard("main", 0, "3:40")),
            digest(en, otherHash(shard("main", 0, "3:40"))),
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
    CommittedShard one = shard("main", 0, "3:40");
    CommittedShard other =
        new CommittedShard(
            7,
            new ShardFacts(
                "elsewhere", "main", "other", 3, 1, 99, one.sha256(), Members.parse("3:99")));
    CommittedShard renamed = one.in("elsewhere", "test");
    Manifest test =
        new Manifest(
            RECIPE, Codec.GZIP, Map.of("test", en), List.of(renamed), Map.of("x", 1L), List.of());

    assertThat(digest(en, one)).isEqualTo(digest(en, other)).isEqualTo(test.digest("test"));
  }

  @Test
  void filesDigest_otherOrder_isTheSame() {
    StoredFile a = new StoredFile("a", 1, HASH);
    StoredFile b = new StoredFile("b", 1, OTHER_HASH);

    assertThat(filesDigest(a, b)).isEqualTo(filesDigest(b, a));
    assertThat(
            List.of(
                filesDigest(),
                filesDigest(a),
                filesDigest(b),
                filesDigest(a, b),
                filesDigest(new StoredFile("a", 1, OTHER_HASH)),
                filesDigest(new StoredFile("a", 1, HASH, true))))
        .doesNotHaveDuplicates();
    assertThat(a.object()).isEqualTo("_files/0123456789abcdef/a");
  }

  private static CommittedShard otherHash(CommittedShard shard) {
    return new CommittedShard(
        shard.place(),
        new ShardFacts(
            shard.folder(),
            shard.table(),
            shard.name(),
            shard.lines(),
            shard.raw(),
            shard.compressed(),
            OTHER_HASH,
            shard.members()));
  }

  private static String digest(Columns columns, CommittedShard... shards) {
    return new Manifest(
            RECIPE, Codec.GZIP, Map.of("main", columns), List.of(shards), Map.of(), List.of())
        .digest("main");
  }

  private static String filesDigest(StoredFile... files) {
    return new Manifest(RECIPE, Codec.GZIP, Map.of(), List.of(), Map.of(), List.of(files))
        .filesDigest();
  }
}
