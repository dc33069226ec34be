package org.shoestring.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions.CheckEnabled;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.TableName;
import org.shoestring.tsv.TsvRow;

class CountWordsTest {

  @Test
  void wordCounts_rows_countsTheWordsOfItsColumn() {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

    var counts =
        pipeline
            .apply("Rows", Create.of(TsvRow.of("A b a", "x"), TsvRow.of("b", "a")))
            .apply("Count", CountWords.WordCounts.ofColumn(0));

    PAssert.that(counts).containsInAnyOrder(TsvRow.of("a", "2"), TsvRow.of("b", "2"));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void build_files_writesCountsAndRejectedRows(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("1.tsv"), "A small  house .\tein kleines Haus .\n");
    Files.writeString(folder.resolve("2.tsv"), "a  dog\tein Hund\n\tkein Satz\n");
    CountWords.Options options = PipelineOptionsFactory.as(CountWords.Options.class);
    options.setInput(folder + "/*.tsv");
    options.setColumns(List.of("en", "de"));
    options.setOutput(folder.resolve("words").toString());
    options.setStableUniqueNames(CheckEnabled.ERROR);
    TestPipeline pipeline = TestPipeline.fromOptions(options).enableAbandonedNodeEnforcement(false);

    CountWords.build(pipeline, options);
    pipeline.run().waitUntilFinish();

    assertThat(lines(folder.resolve("words/counts")))
        .containsExactlyInAnyOrder("a\t2", "small\t1", "house\t1", ".\t1", "dog\t1");
    assertThat(lines(folder.resolve("words/rejected"))).containsExactly("empty\ten\t\tkein Satz");
  }

  private static List<String> lines(Path table) throws IOException {
    List<String> lines = new ArrayList<>();
    try (TableReader rows =
        Table.in(Stores.withoutOptions(), table.toString(), TableName.MAIN).rows(0)) {
      while (rows.next()) {
        lines.add(rows.row().toString());
      }
    }
    return lines;
  }
}
