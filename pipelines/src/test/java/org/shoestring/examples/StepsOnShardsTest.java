package org.shoestring.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.testing.TestPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.Spec;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.TableName;
import org.shoestring.testing.TestTables;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.tsv.Columns;

/** How to test a transform on shards: this one removes lines that are repeated in any shard. */
class StepsOnShardsTest {

  @Test
  void deduplicate_lineInTwoShards_keepsTheFirst(@TempDir Path folder) throws IOException {
    TestTables tables = TestTables.in(folder);
    Columns columns = Columns.of("en", "de");
    Table input =
        tables.table(
            "input", columns, List.of(List.of("a dog\tein Hund", "a\tb"), List.of("a\tb", "c\td")));
    Output clean = tables.output("clean");
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

    pipeline
        .apply("Read", ReadShards.of(input))
        .apply("Steps", ApplySteps.of(List.of(Spec.parse("test", "deduplicate")), input, clean))
        .apply("Commit", tables.commitOutput("clean", ApplySteps.tables(columns, columns), 2));
    pipeline.run().waitUntilFinish();

    assertThat(tables.lines("clean", TableName.MAIN))
        .containsExactly("a dog\tein Hund", "a\tb", "c\td");
    assertThat(tables.lines("clean", TableName.REJECTED))
        .containsExactly("duplicate\t0:2\t1\t1\ta\tb");
  }
}
