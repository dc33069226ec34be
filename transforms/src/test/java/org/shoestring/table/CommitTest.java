package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.Stores;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.Columns;

class CommitTest {
  private static final Columns REJECTED =
      Columns.of("reason", "detail", "source", "line", "en", "de");

  private final Output output;

  CommitTest(@TempDir Path folder) {
    this.output = Made.output(folder, "x");
  }

  @Test
  void run_unitsInAnyOrder_areInOrderOfTheirNumbers() throws IOException {
    finish(1, List.of("c\td"), 2);
    finish(0, List.of("a\tb"), 1);
    Manifest manifest = commit(2).run();

    assertThat(manifest.tables().keySet()).containsExactly(TableName.MAIN, TableName.REJECTED);
    assertThat(manifest.reasons()).containsExactly(Map.entry("length", 3L));
    assertThat(manifest.lines(TableName.REJECTED)).isEqualTo(3);
    assertThat(
            Made.read(Table.in(Stores.withoutOptions(), output.folder(), TableName.MAIN).rows(0)))
        .containsExactly("a\tb", "c\td");
    assertThat(
            Made.read(
                Table.in(Stores.withoutOptions(), output.folder(), TableName.REJECTED).rows(2)))
        .containsExactly("length\t\t1\t2\tx\ty");
  }

  @Test
  void run_again_isTheSame() throws IOException {
    finish(0, List.of("a\tb"), 0);

    assertThat(commit(1).run()).isEqualTo(commit(1).run());
  }

  @Test
  void run_moreRejectedThanAllowed_failsWithTheFirst() throws IOException {
    finish(0, List.of("a\tb"), 0);
    finish(1, List.of("c\td"), 2);

    assertThatThrownBy(() -> commit(2).allowing(1).run())
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "found 2 bad lines, but max-bad-lines is 1; the first is (reason, detail, source,"
                + " line, text): length, , 1,"
                + " 1, x, y; correct the source, or raise max-bad-lines");
    assertThat(output.manifest()).isEmpty();
    assertThat(commit(2).allowing(2).run().lines(TableName.MAIN)).isEqualTo(2);
  }

  @Test
  void run_firstRejectedLineIsLong_isCutInTheError() throws IOException {
    String text = "é".repeat(100_000);
    WrittenShard rejected =
        Made.shard(output, TableName.REJECTED, 0, List.of("length\t\t1\t1\t" + text + "\ty"));
    output
        .records()
        .finish(
            UnitRecords.name(0),
            new UnitRecord(List.of(rejected), Map.of("length", 1L), List.of()));

    assertThatThrownBy(() -> commit(1).allowing(0).run())
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(
            "length, , 1, 1, "
                + "é".repeat(100)
                + "... (100000 characters), y; correct the source");
  }

  @Test
  void run_otherRecords_comeLast() throws IOException {
    finish(0, List.of("a\tb"), 0);
    output
        .records()
        .finish("total", Made.record(Made.shard(output, TableName.MAIN, 0, List.of("t\tt"))));
    output
        .records()
        .finish("more", Made.record(Made.shard(output, TableName.MAIN, 0, List.of("m\tm"))));
    commit(1).with("total").with("more").run();

    assertThat(
            Made.read(Table.in(Stores.withoutOptions(), output.folder(), TableName.MAIN).rows(0)))
        .containsExactly("a\tb", "t\tt", "m\tm");
  }

  @Test
  void run_recordMissing_isBadData() throws IOException {
    finish(0, List.of("a\tb"), 0);
    String cure = ".tsv: is missing, though its work was finished; " + Made.cure(output);

    assertThatThrownBy(() -> commit(2).run())
        .isInstanceOf(BadDataException.class)
        .hasMessage(output.folder() + "/_parts/00001-00000" + cure);
    assertThatThrownBy(() -> commit(1).with("total").run())
        .isInstanceOf(BadDataException.class)
        .hasMessage(output.folder() + "/_parts/total" + cure);
    assertThat(output.manifest()).isEmpty();
  }

  @Test
  void run_shardOfAnUnknownTable_isBadData() throws IOException {
    output.records().finish("00000", Made.record(Made.shard(output, "other", 0, List.of("a\tb"))));

    assertThatThrownBy(() -> commit(1).run())
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + "/_parts: a record has a shard of table 'other', but the tables here are main,"
                + " _rejected; "
                + Made.cure(output));
  }

  private Commit commit(int units) {
    Map<String, Columns> tables = new LinkedHashMap<>();
    tables.put(TableName.MAIN, Made.EN_DE);
    tables.put(TableName.REJECTED, REJECTED);
    return Commit.of(output, Made.recipe("x"), tables, units);
  }

  private void finish(int unit, List<String> lines, int rejected) throws IOException {
    WrittenShard kept = Made.shard(output, TableName.MAIN, unit, lines);
    UnitRecord record = Made.record(kept);
    if (rejected > 0) {
      List<String> rows =
          IntStream.rangeClosed(1, rejected)
              .mapToObj(line -> "length\t\t" + unit + "\t" + line + "\tx\ty")
              .toList();
      WrittenShard rejects = Made.shard(output, TableName.REJECTED, unit, rows);
      record = new UnitRecord(List.of(kept, rejects), Map.of("length", (long) rejected), List.of());
    }
    output.records().finish(UnitRecords.name(unit), record);
  }
}
