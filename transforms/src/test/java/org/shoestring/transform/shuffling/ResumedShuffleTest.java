package org.shoestring.transform.shuffling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.shuffle.Balance;
import org.shoestring.spec.Spec;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.Workbench;

/** A shuffle that goes on where another one has ended. */
class ResumedShuffleTest extends ShuffleFixture {
  /** A group has the shards 0 and 1, another one 298 and 299. */
  @Test
  void shuffle_groupThatIsHalfWritten_isContinuedAfterItsLastFinishedShard() throws IOException {
    Table input = table(shards(2, 150));
    Manifest first = run("out", input, shardsOf(300));
    Map<Path, String> before = new TreeMap<>();
    bench.eachFile("out", before::put);
    bench.delete("out", "_manifest", "_parts/00001", "part-00001", "_parts/00298", "part-00298");

    Manifest again = run("out", input, shardsOf(300));

    assertThat(again.digest(TableName.MAIN)).isEqualTo(first.digest(TableName.MAIN));
    assertThat(bench.lines("out", TableName.MAIN))
        .isEqualTo(permuted(Workbench.lines(input), SEED));
    bench.eachFile(
        "out",
        (file, stamp) -> {
          if (file.startsWith("_parts") && !file.toString().matches(".*/00(001|298).*")) {
            assertThat(stamp).as("%s", file).isEqualTo(before.get(file));
          }
          if (file.toString().startsWith("part-00000")) {
            assertThat(stamp).as("%s", file).isEqualTo(before.get(file));
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"groupByKey,lines", "localFiles,lines", "groupByKey,tokens", "localFiles,tokens"})
  void shuffle_interrupted_writesOnlyWhatIsMissing(String exchange, String by) throws IOException {
    Table input = table(shards(3, 100));
    Balance balance = Balance.of(Spec.of("test", by));
    Manifest whole = run("out", input, shardsOf(6), balance, exchange, 2);
    String missing = whole.shards(TableName.MAIN).get(4).object();
    bench.delete("out", "_manifest.tsv", "_parts/00002", "_parts/00004", missing);
    Map<String, String> before = files("out");

    Manifest resumed = run("out", input, shardsOf(6), balance, exchange, 1);

    assertThat(resumed.digest(TableName.MAIN)).isEqualTo(whole.digest(TableName.MAIN));
    before.remove(whole.shards(TableName.MAIN).get(2).object());
    assertThat(files("out"))
        .containsAllEntriesOf(before)
        .containsKeys("_manifest.tsv", "_parts/00002.tsv", "_parts/00004.tsv");
  }
}
