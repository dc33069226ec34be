package org.shoestring.transform.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.Metrics;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.tally.StatisticNumber;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.transform.CommitOutput;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;

class ScoreTableTest {
  private static final String[] WORDS = "the a cat dog sat on mat and , . ran far".split(" ");

  private final List<String> hypotheses = new ArrayList<>();
  private final List<String> first = new ArrayList<>();
  private final List<String> second = new ArrayList<>();
  private Workbench bench;

  @BeforeEach
  void makeSegments(@TempDir Path folder) {
    bench = new Workbench(folder);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      hypotheses.add(sentence(random));
      first.add(sentence(random));
      second.add(sentence(random));
    }
  }

  private static String sentence(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(14); length > 0; length--) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(length > 1 ? " " : "");
    }
    return text.toString();
  }

  @Test
  void scoreTable_otherCuts_equalsOnePass() throws IOException {
    Table hypothesis = bench.table("hyp", Columns.of("hyp"), cut(hypotheses, 7, 90, 90, 91, 200));
    Table reference = bench.table("ref", Columns.of("ref"), cut(first, 1, 120, 180));

    List<String> scores =
        score("scores", hypothesis, 0, List.of(text(reference, 0)), "bleu", "chrf", "exact-match");

    assertThat(scores)
        .containsExactly(
            onePass("bleu", List.of(first)),
            onePass("chrf", List.of(first)),
            onePass("exact-match", List.of(first)));
    assertThat(bench.lines("scores", ScoreTable.STATISTICS)).hasSize(300);
  }

  /** Statistics that are sums, counts by label, and pairs of numbers, side by side. */
  @Test
  void scoreTable_statisticsOfEachShape_scoreAsOnePass() throws IOException {
    List<String> predicted = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      String label = Integer.toString(random.nextInt(2));
      labels.add(label);
      predicted.add(i % 3 > 0 ? label : List.of("0", "0.5", "1").get(random.nextInt(3)));
    }
    Table hypothesis = bench.table("hyp", Columns.of("hyp"), cut(predicted, 7, 90, 90, 200));
    Table reference = bench.table("ref", Columns.of("ref"), cut(labels, 1, 120));
    List<ScoreTable.Text> against = List.of(text(reference, 0));
    String[] metrics = {"auc", "spearman", "accuracy", "exact-match", "kappa", "calibration-error"};

    assertThat(score("scores", hypothesis, 0, against, metrics))
        .containsExactly(
            Stream.of(metrics)
                .map(metric -> onePass(metric, predicted, List.of(labels)))
                .toArray(String[]::new));
    assertThat(bench.lines("scores", ScoreTable.STATISTICS))
        .hasSize(300)
        .allMatch(line -> line.split("\t", -1).length == 9);
  }

  @Test
  void scoreTable_textThatAMetricCannotRead_namesFileAndLine() throws IOException {
    Table hypothesis = bench.table("hyp", Columns.of("hyp"), List.of(List.of("1"), List.of("x")));
    Table reference = bench.table("ref", Columns.of("ref"), List.of(List.of("1", "0")));
    assertThatThrownBy(() -> score("scores", hypothesis, 0, List.of(text(reference, 0)), "pearson"))
        .hasMessageContaining(hypothesis.shards().get(1).name() + ":1: ")
        .hasMessageContaining("'x'");
  }

  @Test
  void scoreTable_referencesInColumnsOrTables_areTheSame() throws IOException {
    Table hypothesis = bench.table("hyp", Columns.of("hyp"), cut(hypotheses, 100, 290));
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      joined.add(first.get(i) + "\t" + i + "\t" + second.get(i));
    }
    Table both = bench.table("both", Columns.of("a", "id", "b"), cut(joined, 33));
    Table one = bench.table("one", Columns.of("ref"), cut(first, 33, 34));
    Table two = bench.table("two", Columns.of("ref"), cut(second, 299));

    List<String> columns =
        score("columns", hypothesis, 0, List.of(text(both, 0), text(both, 2)), "bleu", "chrf");
    List<String> tables =
        score("tables", hypothesis, 0, List.of(text(one, 0), text(two, 0)), "bleu", "chrf");

    assertThat(columns)
        .isEqualTo(tables)
        .containsExactly(
            onePass("bleu", List.of(first, second)), onePass("chrf", List.of(first, second)));
  }

  @Test
  void scoreTable_oneMetricTwice_keepsBoth() throws IOException {
    Table hypothesis = bench.table("hyp", Columns.of("hyp"), cut(hypotheses, 100));

    List<String> scores =
        score("scores", hypothesis, 0, List.of(text(hypothesis, 0)), "bleu", "bleu:lowercase=true");

    assertThat(scores)
        .hasSize(2)
        .allMatch(line -> line.startsWith("BLEU\t100\t") || line.contains("\t100.0"));
    assertThat(
            Table.in(
                    Stores.withoutOptions(), bench.output("scores").folder(), ScoreTable.STATISTICS)
                .columns()
                .names())
        .contains("bleu_hyp-len", "bleu2_hyp-len");
  }

  @Test
  void scoreTable_unequalLines_namesBothTables() throws IOException {
    Table hypothesis = bench.table("hyp", Columns.of("hyp"), cut(hypotheses, 100));
    Table reference = bench.table("ref", Columns.of("ref"), cut(first.subList(0, 299), 100));

    assertThatThrownBy(() -> score("scores", hypothesis, 0, List.of(text(reference, 0)), "bleu"))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            hypothesis.folder()
                + " has 300 lines, but the reference "
                + reference.folder()
                + " has 299; both need the same number of lines");
  }

  @Test
  void scoreTable_referenceWithoutManifest_saysSo() throws IOException {
    Table hypothesis = bench.table("hyp", Columns.of("hyp"), cut(hypotheses, 100));
    Table reference = bench.table("ref", Columns.of("ref"), cut(first, 100));
    bench.delete("ref", "_manifest.tsv");

    assertThatThrownBy(() -> score("scores", hypothesis, 0, List.of(text(reference, 0)), "bleu"))
        .rootCause()
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(
            reference.folder()
                + ": there is no finished table here, because there is no _manifest.tsv");
  }

  @Test
  void scoreTable_noLines_scoresWithoutFailing() throws IOException {
    Table none = bench.table("none", Columns.of("hyp"), List.of(List.of(), List.of()));

    assertThat(score("scores", none, 0, List.of(text(none, 0)), "bleu")).hasSize(1);
  }

  @Test
  void scoreTable_interruptedBeforeItsScores_addsUpTheSame() throws IOException {
    Table hypothesis = bench.table("hyp", Columns.of("hyp"), cut(hypotheses, 100, 200));
    Table reference = bench.table("ref", Columns.of("ref"), cut(first, 150));
    List<ScoreTable.Text> against = List.of(text(reference, 0));
    List<String> scores = score("scores", hypothesis, 0, against, "bleu", "chrf");

    bench.delete("scores", "_manifest.tsv", "_parts/scores", "_parts/00001", "scores/");

    assertThat(score("scores", hypothesis, 0, against, "bleu", "chrf")).isEqualTo(scores);
  }

  @ParameterizedTest
  @CsvSource({
    "sums\\t0\\t100,'',: has 0 lines 'sums'# expected 1",
    "sums\\t0\\t100,sums\\t0,:2: 'sums' has 1 field# expected 2",
    "sums\\t0\\t100,sums\\tx\\t100,:2: 'x' is not a valid sum; expected a decimal number",
    "sums\\t0\\t100,sums\\tNaN\\t100,:2: 'NaN' is not a valid sum; expected a decimal number",
    "sums\\t0\\t100,sums\\t-\\t100,:2: '-' is not a valid sum; expected a decimal number",
    "sums\\t0\\t100,sums\\t0\\t1e99,:2: '1e99' is not a valid sum; expected a decimal number"
  })
  void scoreTable_sumsThatSomebodyWrote_areBadData(String note, String other, String message)
      throws IOException {
    Table hypothesis = bench.table("hyp", Columns.of("hyp"), cut(hypotheses, 100));
    Table reference =
        bench.table("ref", Columns.of("ref"), cut(first.stream().map(s -> s + "!").toList(), 150));
    List<ScoreTable.Text> against = List.of(text(reference, 0));
    score("scores", hypothesis, 0, against, "exact-match");
    bench.delete("scores", "_manifest.tsv", "_parts/scores", "scores/");
    Path record = Path.of(bench.output("scores").folder(), "_parts/00000.tsv");
    String old = note.replace("\\t", "\t") + "\n";
    String made = other.isEmpty() ? "" : other.replace("\\t", "\t") + "\n";
    String text = new FactFile("", Files.readString(record), "").unsealed().text();
    assertThat(text).contains(old);
    Files.writeString(record, FactFile.sealed("00000", text.replace(old, made)));

    assertThatThrownBy(() -> score("scores", hypothesis, 0, against, "exact-match"))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            record
                + message.replace('#', ',')
                + "; the record was altered: "
                + bench.cure("scores"));
  }

  private static ScoreTable.Text text(Table table, int column) {
    return new ScoreTable.Text(table, column);
  }

  /** Shards that end before these lines. */
  private static List<List<String>> cut(List<String> lines, int... ends) {
    List<List<String>> shards = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      shards.add(lines.subList(from, end));
      from = end;
    }
    shards.add(lines.subList(from, lines.size()));
    return shards;
  }

  private List<String> score(
      String name, Table hypothesis, int column, List<ScoreTable.Text> against, String... metrics)
      throws IOException {
    List<Spec> specs = Stream.of(metrics).map(metric -> Spec.parse("test", metric)).toList();
    Output output = bench.output(name);
    Recipe recipe = new Recipe("test", List.of(new Recipe.Fact("name", name)), List.of());
    Commit commit =
        Commit.of(output, recipe, ScoreTable.tables(specs), hypothesis.shards().size())
            .with(ScoreTable.SCORES_RECORD);
    ScoreTable scoreTable = ScoreTable.of(specs, text(hypothesis, column), against, output);
    Workbench.run(
        2,
        pipeline ->
            pipeline
                .apply("Read", ReadShards.of(hypothesis))
                .apply("Score", scoreTable)
                .apply("Commit", CommitOutput.of(commit)));
    Manifest manifest = output.manifest().orElseThrow();
    assertThat(manifest.lines(ScoreTable.SCORES)).isEqualTo(metrics.length);
    return bench.lines(name, ScoreTable.SCORES);
  }

  /** The line of a metric, measured in one pass over all segments. */
  private String onePass(String name, List<List<String>> references) {
    return onePass(name, hypotheses, references);
  }

  private static String onePass(
      String name, List<String> hypotheses, List<List<String>> references) {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < hypotheses.size(); i++) {
      int segment = i;
      List<String> texts = references.stream().map(lines -> lines.get(segment)).toList();
      segments.add(new Segment(hypotheses.get(i), texts));
    }
    Score score = Metrics.score(name, segments);
    assertThat(score.value()).isGreaterThan(0);
    return score.name() + "\t" + StatisticNumber.text(score.value()) + "\t" + score.signature();
  }
}
