package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.table.record.FactLine;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;

class UnitRecordsTest {
  private final Output output;

  UnitRecordsTest(@TempDir Path folder) {
    this.output = Made.output(folder, "x");
  }

  @Test
  void finish_twice_theFirstCounts() throws IOException {
    WrittenShard one = Made.shard(output, TableName.MAIN, 0, List.of("a\tb"));
    WrittenShard other = Made.shard(output, TableName.MAIN, 0, List.of("c\td"));

    assertThat(output.records().finish("00000", Made.record(one))).isEqualTo(Made.record(one));
    assertThat(output.records().finish("00000", Made.record(other))).isEqualTo(Made.record(one));
    assertThat(output.records().find("00000")).contains(Made.record(one));
    assertThat(output.records().find("00001")).isEmpty();
  }

  @Test
  void record_withEverything_isReadBack() throws IOException {
    UnitRecord record =
        new UnitRecord(
            List.of(
                Made.shard(output, TableName.MAIN, 123_456, List.of("a\tb")),
                Made.shard(output, TableName.REJECTED, 123_456, List.of("x"))),
            Map.of("length", 2L, "utf8", 1L),
            List.of(List.of("position", "1\t2", "3"), List.of(UnitRecord.END)));
    output.records().finish(UnitRecords.name(123_456, 7), record);

    UnitRecord read = output.records().find("123456-00007").orElseThrow();
    assertThat(read).isEqualTo(record);
    assertThat(output.records().shard(read, TableName.REJECTED).unit()).isEqualTo(123_456);
    assertThat(output.records().notes("123456-00007", read, "position", 1, FactLine::fields))
        .containsExactly(List.of("position", "1\t2", "3"));
    assertThat(output.records().notes("123456-00007", read, "none", 0, FactLine::fields)).isEmpty();
    assertThatThrownBy(() -> output.records().shard(read, "dev"))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + "/_parts: a record has 0 shards of table dev, expected 1; "
                + Made.cure(output));
  }

  @Test
  void notes_wrongOrTooFew_areBadDataWithTheirLine() throws IOException {
    UnitRecord record =
        new UnitRecord(
            List.of(Made.shard(output, TableName.MAIN, 0, List.of("a\tb"))),
            Map.of("length", 2L),
            List.of(List.of("x", "1"), List.of("at", "-5")));
    output.records().finish("00000", record);
    String cure = "; the record was altered: " + Made.cure(output);
    String file = output.folder() + "/_parts/00000.tsv";

    assertThatThrownBy(
            () -> output.records().notes("00000", record, "at", 1, line -> line.count(1)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            file
                + ":4: '-5' is not a valid count; expected a whole number of 0 or more, below 10^15"
                + cure);
    assertThatThrownBy(() -> output.records().notes("00000", record, "x", 2, line -> line.count(1)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file + ": has 1 line 'x', expected 2" + cure);
  }

  @Test
  void record_damaged_isBadDataNamingTheFile() throws IOException {
    output
        .records()
        .finish("00000", Made.record(Made.shard(output, TableName.MAIN, 0, List.of("a\tb"))));
    Path file = Path.of(output.folder(), "_parts", "00000.tsv");
    String text = Files.readString(file);
    for (String damaged :
        List.of(
            text.replace("\t1\t", "\t2\t"),
            text.replace("part-", "../part-"),
            text.replace("part-", "/tmp/part-"),
            text.replace("\tmain\t", "\t..\t"),
            "shard\tmain\n",
            "reason\tx\ty\n",
            "reason\tx\t1\n".repeat(2),
            "x\ty")) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> output.records().find("00000"))
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(file + ":")
          .hasMessageMatching("(?s).*:[12]: .*")
          .hasMessageEndingWith("; the record was altered: " + Made.cure(output));
    }
  }

  @Test
  void records_unitsAndPieces_areInOrder() throws IOException {
    output.records().finish("00000", note("whole"));
    output.records().finish("00002", note("another"));
    output.records().finish("00001-00001", note(UnitRecord.END));
    output.records().finish("00001-00000", note("piece"));

    assertThat(output.records().names())
        .containsExactly("00000", "00001-00000", "00001-00001", "00002");
    assertThat(output.records().all(3, Map.of()))
        .containsExactly(note("whole"), note("piece"), note(UnitRecord.END), note("another"));
    assertThatThrownBy(() -> output.records().all(4, Map.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + "/_parts/00003-00000.tsv: is missing, though its work was finished; "
                + Made.cure(output));
  }

  private static UnitRecord note(String note) {
    return new UnitRecord(List.of(), Map.of(), List.of(List.of(note)));
  }
}
