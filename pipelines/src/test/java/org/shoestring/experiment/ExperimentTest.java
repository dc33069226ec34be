package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.stage.ImportStage;
import org.shoestring.experiment.stage.PipeStage;
import org.shoestring.experiment.stage.PreprocessStage;
import org.shoestring.experiment.stage.ScoreStage;
import org.shoestring.spec.Spec;
import org.shoestring.tsv.codec.Codec;

class ExperimentTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        bleu: {score: hyp, against: ["test:de", "test:en"], metric: {bleu: {tokenize: zh}}}
        hyp: {pipe: "test:en", command: "x {model}", columns: hyp}
        model: {train: clean, command: "t {input} {out}"}
        clean:
          preprocess: raw
          steps:
            - empty
            - length-ratio: 3
            - select: [de, en]
            - length: {max: 9, columns: [de]}
        raw: {import: [a.en, a.de], columns: [en, de]}
        test: {import: t.tsv, columns: [en, de]}
        alone: {import: t.tsv, columns: [en, de]}
      """;

  private final Path file;

  ExperimentTest(@TempDir Path folder) {
    this.file = folder.resolve("e.yaml");
  }

  private Experiment read(String... settings) throws IOException {
    Files.writeString(file, YAML);
    return Experiment.read(file, List.of(settings));
  }

  private static List<String> names(Iterable<Stage> stages) {
    List<String> names = new ArrayList<>();
    stages.forEach(stage -> names.add(stage.name()));
    return names;
  }

  @Test
  void read_anyOrder_putsEachStageAfterThoseItNeeds() throws IOException {
    assertThat(read().stages().keySet())
        .containsExactly("test", "raw", "clean", "model", "hyp", "bleu", "alone");
  }

  @Test
  void read_nothingSaid_fillsInDefaults() throws IOException {
    Experiment experiment = read();
    assertThat(experiment.seed()).isEqualTo(1);
    assertThat(experiment.codec()).isEqualTo(Codec.GZIP);
    assertThat(experiment.level()).isEqualTo(Codec.GZIP.defaultLevel());
    assertThat(experiment.workspace()).isEqualTo(file.resolveSibling("w").toString());
  }

  @Test
  void read_stepsInAllForms_areSpecs() throws IOException {
    PreprocessStage clean = (PreprocessStage) read().stage("test", "clean");
    assertThat(clean.steps().steps())
        .extracting(Spec::name)
        .containsExactly("empty", "length-ratio", "select", "length");
    assertThat(clean.steps().steps())
        .extracting(Spec::value)
        .containsExactly(null, "3", "de+en", null);
    assertThat(clean.steps().steps().get(3).parameters()).hasToString("{max=9, columns=de}");
    assertThat(clean.steps().steps().get(3).where()).isEqualTo(file + ":13");
  }

  @Test
  void read_references_nameStageTableAndColumns() {
    Reference whole = Reference.parse("here", "data.test");
    assertThat(whole).isEqualTo(new Reference("here", "data", "test", List.of()));
    assertThat(whole.output()).isEqualTo("data.test");
    Reference columns = Reference.parse("here", "raw:en,de");
    assertThat(columns).isEqualTo(new Reference("here", "raw", "main", List.of("en", "de")));
    assertThat(columns.output()).isEqualTo("raw");
  }

  @Test
  void read_alias_isWhatItStandsFor() throws IOException {
    Files.writeString(
        file,
        """
        experiment: e
        workspace: w
        stages:
          a: &raw {import: t.tsv, columns: [en]}
          b: *raw
        """);
    assertThat(Experiment.read(file, List.of()).stages().keySet()).containsExactly("a", "b");
  }

  @Test
  void needed_someStages_areTheyAndWhatTheyNeed() throws IOException {
    assertThat(names(read().needed(List.of("model")))).containsExactly("raw", "clean", "model");
    assertThat(names(read().needed(List.of("test", "clean"))))
        .containsExactly("test", "raw", "clean");
    assertThat(names(read().needed(List.of("bleu"))))
        .containsExactly("test", "raw", "clean", "model", "hyp", "bleu");
  }

  @Test
  void set_aValue_replacesIt() throws IOException {
    Experiment experiment =
        read(
            "seed=7",
            "compression=bzip2",
            "stages.bleu.metric=chrf",
            "stages.clean.steps=[empty, identical]",
            "stages.bleu.against=test:de");
    assertThat(experiment.seed()).isEqualTo(7);
    assertThat(experiment.codec()).isEqualTo(Codec.BZIP2);
    ScoreStage score = (ScoreStage) experiment.stage("test", "bleu");
    assertThat(score.metrics()).extracting(Spec::name).containsExactly("chrf");
    assertThat(score.against()).hasSize(1);
    assertThat(((PreprocessStage) experiment.stage("test", "clean")).steps().steps())
        .extracting(Spec::name)
        .containsExactly("empty", "identical");
  }

  @Test
  void set_aValueWithEqualsSigns_splitsAtTheFirst() throws IOException {
    Experiment experiment = read("stages.hyp.command=X=1 cat");
    assertThat(((PipeStage) experiment.stage("test", "hyp")).command().inputs()).isEmpty();
  }

  @Test
  void running_limitOfBadLines_appliesToAllImports() throws IOException {
    RunSettings run =
        new RunSettings(
            OptionalLong.of(5), Duration.ofMinutes(1), Duration.ZERO, Optional.empty(), false);
    Experiment experiment = read().running(run);
    assertThat(((ImportStage) experiment.stage("test", "raw")).settings().maxBadLines())
        .isEqualTo(5);
    assertThat(((ImportStage) experiment.stage("test", "test")).settings().maxBadLines())
        .isEqualTo(5);
  }
}
