package org.shoestring.table.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shoestring.table.Made;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.Members;

/** A manifest to test with, and what others are made of. */
final class Manifests {
  static final String HASH = "0123456789abcdef".repeat(4);
  static final Recipe RECIPE =
      new Recipe(
          "import",
          List.of(new Recipe.Fact("columns", "en,de"), new Recipe.Fact("text", "a\tb\\\n\r")),
          List.of(new Recipe.Input("source", "-", HASH)));
  static final Manifest MANIFEST =
      new Manifest(
          RECIPE,
          Codec.BZIP2,
          tables(),
          List.of(
              shard("main", 0, "3:40,2:30"), shard("main", 1, "1:20"), shard("test", 0, "0:14")),
          Map.of("utf8", 3L, "columns", 1L),
          List.of(new StoredFile("a/b c.txt", 5, HASH), new StoredFile("run", 1, HASH, true)));

  private Manifests() {}

  static Map<String, Columns> tables() {
    Map<String, Columns> tables = new LinkedHashMap<>();
    tables.put("main", Made.EN_DE);
    tables.put("test", Columns.of("en"));
    return tables;
  }

  static CommittedShard shard(String table, int place, String text) {
    Members members = Members.parse(text);
    return new CommittedShard(
        place,
        new ShardFacts(
            "folder",
            table,
            "part-0000" + place + "-00000-0123456789abcdef.tsv.bz2",
            members.totalLines(),
            10 * members.totalLines(),
            members.totalBytes(),
            HASH,
            members));
  }
}
