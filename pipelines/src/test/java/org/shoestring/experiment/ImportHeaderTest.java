package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.spec.UsageException;
import org.shoestring.table.record.TableName;
import org.shoestring.tsv.Columns;

/** {@code header: true} in an import stage. */
class ImportHeaderTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: "*.tsv", header: true}
      """;

  private final Bench bench;

  ImportHeaderTest(@TempDir Path folder) throws IOException {
    this.bench = new Bench(folder, YAML);
    bench.write("a.tsv", "en\tde\none\teins\n");
    bench.write("b.tsv", "en\tde\ntwo\tzwei\n");
  }

  @Test
  void run_headerWithoutColumns_givesThem() throws IOException {
    Map<String, StageResult> results = bench.run();

    assertThat(Bench.lines(results, "raw")).containsExactly("one\teins", "two\tzwei");
    assertThat(Bench.finished(results, "raw").manifest().tables().get(TableName.MAIN))
        .isEqualTo(Columns.of("en", "de"));
    assertThat(bench.plan()).containsExactly("raw CACHED");
    assertThat(bench.plan("stages.raw={import: '*.tsv', columns: [en, de]}").get(0))
        .startsWith("raw RUN");
  }

  @Test
  void run_headerWithColumns_isChecked() throws IOException {
    String stage = "stages.raw={import: '*.tsv', header: true, columns: [%s]}";

    assertThat(Bench.lines(bench.run(stage.formatted("en, de")), "raw"))
        .containsExactly("one\teins", "two\tzwei");
    String other = stage.formatted("en, fr").replace("*.tsv", "a.tsv");
    assertThat(Bench.result(bench.attempt(other), "raw").error())
        .hasMessage(
            bench.path("a.tsv")
                + ":1: the header has the columns en, de, expected en, fr; correct the header or"
                + " 'columns'");
  }

  @Test
  void run_headerThatNamesNoColumns_isBadData() throws IOException {
    bench.write("a.tsv", "text (en)\tde\none\teins\n");

    assertThat(Bench.result(bench.attempt(), "raw").error())
        .hasMessage(
            bench.path("a.tsv")
                + ":1: 'text (en)' is not a valid column name; use letters, digits, '_' and '-';"
                + " correct the header");
  }

  @Test
  void run_headersSideBySide_areAColumnEach() throws IOException {
    bench.write("c.en", "en\none\n");
    bench.write("c.de", "de\neins\n");
    String stage = "stages.raw={import: [c.en, c.de], header: true}";

    Map<String, StageResult> results = bench.run(stage);
    assertThat(Bench.lines(results, "raw")).containsExactly("one\teins");
    assertThat(Bench.finished(results, "raw").manifest().tables().get(TableName.MAIN))
        .isEqualTo(Columns.of("en", "de"));
  }

  @Test
  void plan_neitherHeaderNorColumns_isAUsageError() {
    assertThatThrownBy(() -> bench.plan("stages.raw={import: a.tsv, header: false}"))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("stage raw needs 'columns'");
    assertThatThrownBy(() -> bench.plan("stages.raw={import: a.tsv, header: yes}"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("true or false");
  }
}
