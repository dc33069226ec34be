package org.shoestring.transform.splitting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.shuffle.split.Split;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.shuffle.split.Splits;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;

/** Splits that were stopped, and go on. */
class SplitResumedTest extends SplitTableCase {
  /** Records 0 to 2 are of the rest, 3 of dev, 4 of test. */
  @ParameterizedTest
  @CsvSource({
    "_manifest",
    "_manifest _parts/00000 _parts/00003",
    "_manifest _parts/00001 train/part-00001",
    "_manifest _parts/00003 dev/",
    "_manifest _parts/00000 _parts/00001 _parts/00002 train/",
    "_manifest _parts/00003 _parts/00004 dev/ test/"
  })
  void split_resumed_makesWhatIsMissingAndNoMore(String missing) throws IOException {
    Table input = table(100, 200, 50);
    Split split = Splits.by(By.LABEL, "train=rest,dev=60,test=10%", "label");
    Manifest first = run("out", input, split, 2, "localFiles", 200);
    Map<Path, String> before = new TreeMap<>();
    bench.eachFile("out", before::put);
    bench.delete("out", missing.split(" ", -1));
    Set<Path> kept = new TreeSet<>();
    bench.eachFile("out", (file, stamp) -> kept.add(file));

    Manifest again = run("out", input, split, 2, "groupByKey", 200);

    // Lines and raw bytes are promised, compressed ones are not.
    for (String part : split.parts().names()) {
      assertThat(again.digest(part)).as(part).isEqualTo(first.digest(part));
    }
    checkComplete("out", split, input);
    Map<Path, String> after = new TreeMap<>();
    bench.eachFile("out", after::put);
    for (Path file : kept) {
      if (file.startsWith("_parts")) {
        assertThat(after.get(file)).as("%s", file).isEqualTo(before.get(file));
      }
    }
  }

  @Test
  void split_resumed_doesNotWriteFinishedShards() throws IOException {
    Table input = table(100, 200);
    Split split = Splits.by(By.POSITION, "train=rest,dev=60");
    run("out", input, split);
    Map<Path, String> before = new TreeMap<>();
    bench.eachFile("out", before::put);
    bench.delete("out", "_manifest", "_parts/00001", "train/part-00001");

    run("out", input, split);

    bench.eachFile(
        "out",
        (file, stamp) -> {
          if (file.toString().contains("part-00000")) {
            assertThat(stamp).as("%s", file).isEqualTo(before.get(file));
          }
        });
    checkComplete("out", split, input);
  }
}
