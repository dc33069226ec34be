package org.shoestring.table.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.codec.Members;

class WrittenShardTest {
  private static WrittenShard shard(String table, String name) {
    Members members = Members.parse("1:20");
    return new WrittenShard(
        new ShardFacts("folder", table, name, 1, 2, 20, Manifests.HASH, members));
  }

  private static WrittenShard piece(String table, int unit, int piece) {
    return shard(table, "part-0000" + unit + "-0000" + piece + "-0123456789abcdef.tsv.gz");
  }

  @Test
  void inputNumber_onlyPieceOfAUnit_isTheUnit() {
    assertThat(piece("main", 7, 0).inputNumber()).isEqualTo(7);
  }

  @Test
  void inputNumber_laterPieceOfAUnit_isRefused() {
    assertThatThrownBy(() -> piece("test", 7, 2).inputNumber())
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "folder/test/part-00007-00002-0123456789abcdef.tsv.gz: piece 2 of unit 7 is not"
                + " committed, and would be taken for another piece of it; commit the import in a"
                + " pipeline of its own (CommitOutput), then read its table (ReadShards)");
  }

  @Test
  void unit_nameOfAnotherForm_isRefused() {
    assertThatThrownBy(() -> shard("main", "part-7").unit())
        .isInstanceOf(BadDataException.class)
        .hasMessage("folder/part-7: the name of a shard starts with part-UNIT-PIECE-");
  }

  @Test
  void inOrder_shardsOfTwoTables_countEachTableFromZero() {
    List<WrittenShard> written =
        List.of(piece("main", 4, 0), piece("main", 4, 1), piece("test", 9, 0), piece("main", 5, 0));

    List<CommittedShard> committed = CommittedShard.inOrder(written);

    assertThat(committed).extracting(CommittedShard::place).containsExactly(0, 1, 0, 2);
    assertThat(committed).extracting(CommittedShard::inputNumber).containsExactly(0, 1, 0, 2);
    assertThat(committed).extracting(CommittedShard::unit).containsExactly(4, 4, 9, 5);
    assertThat(committed.get(0).in("copy", "test").object())
        .isEqualTo("test/part-00004-00000-0123456789abcdef.tsv.gz");
    assertThat(committed)
        .extracting(CommittedShard::facts)
        .containsExactlyElementsOf(written.stream().map(WrittenShard::facts).toList());
  }
}
