package org.shoestring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.util.ChildFirstClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.spec.UsageException;

class StageMainTest {
  private static final String HELP = "; --help lists the options";

  /** Of the same name as an option of a stage, but of another kind. */
  public interface Others extends PipelineOptions {
    List<String> getColumns();

    void setColumns(List<String> columns);
  }

  @Test
  void help_main_hasItsOwnOptionsFirst() {
    List<String> lines = MainHelp.of(SplitPipeline.Options.class).lines().toList();

    assertThat(lines.get(0)).isEqualTo("Options of this stage:");
    assertThat(lines.stream().filter(line -> line.matches("\\S.*|  --(into|workspace|jobName)=.*")))
        .containsExactly(
            "Options of this stage:",
            "  --into=<String>",
            "Options of every stage:",
            "  --workspace=<String>",
            "Options of every Beam pipeline:",
            "  --jobName=<String>");
  }

  @Test
  void withRunner_mainLoadedByFlinksClient_isRunByFlink() throws IOException {
    try (var flinks =
        new ChildFirstClassLoader(
            new URL[0], getClass().getClassLoader(), new String[0], unused -> {})) {
      assertThat(StageMain.withRunner(new String[] {"--input=in"}, flinks))
          .containsExactly("--input=in", "--runner=FlinkRunner");
      assertThat(StageMain.withRunner(new String[] {"--runner=direct"}, flinks))
          .containsExactly("--runner=direct");
    }
    assertThat(StageMain.withRunner(new String[] {"--input=in"}, getClass().getClassLoader()))
        .containsExactly("--input=in");
  }

  @Test
  void parse_allThatIsNeeded_isRead() {
    SplitPipeline.Options options =
        parse("--input=in", "--into=a=rest", "--workspace=w", "--seed=3");

    assertThat(options.getInput()).isEqualTo("in");
    assertThat(options.getSeed()).isEqualTo(3);
  }

  @Test
  void parse_missingOption_isNamedWithWhatItIs() {
    assertThatThrownBy(() -> parse("--input=in", "--workspace=w"))
        .isInstanceOf(UsageException.class)
        .hasMessage("missing option: --into (The parts: train=rest,dev=200,test=10%)" + HELP);
  }

  @Test
  void parse_unknownOption_isNamedWithTheOneThatIsMeant() {
    assertThatThrownBy(() -> parse("--input=in", "--into=a=rest", "--wrkspace=w"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "'--wrkspace' is not a Beam pipeline option; did you mean '--workspace'?" + HELP);
  }

  @Test
  void parse_valueOfAnotherKind_isNamedWithItsOption() {
    assertThatThrownBy(() -> parse("--input=in", "--into=a=rest", "--workspace=w", "--seed=one"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--seed must be a whole number, but is 'one'" + HELP);
    assertThatThrownBy(
            () -> parse("--input=in", "--into=a=rest", "--workspace=w", "--compressionLevel=9e9"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--compressionLevel must be a whole number, but is '9e9'" + HELP);
    assertThatThrownBy(
            () ->
                parse(
                    "--input=in", "--into=a=rest", "--workspace=w", "--seed=99999999999999999999"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--seed must be a whole number from -9223372036854775808 to 9223372036854775807, but"
                + " is '99999999999999999999'"
                + HELP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--input", "--into", "--workspace"})
  void parse_neededOptionWithoutAValue_isRefused(String empty) {
    String[] args =
        Stream.of("--input=in", "--into=a=rest", "--workspace=w")
            .map(argument -> argument.startsWith(empty + "=") ? empty + "=" : argument)
            .toArray(String[]::new);

    assertThatThrownBy(() -> parse(args))
        .isInstanceOf(UsageException.class)
        .hasMessage(empty + " is empty; is a variable in this command not set?");
  }

  @Test
  void parse_secretOfStores_isNotInThePipelinesOptions() {
    String credentials =
        "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\","
            + "\"accessKeyId\":\"me\",\"secretAccessKey\":\"hush\"}";
    SplitPipeline.Options options =
        parse("--input=in", "--into=a=rest", "--workspace=w", "--endpoint=http://h", credentials);

    assertThat(options.getInput()).isEqualTo("in");
    assertThat(new SerializablePipelineOptions(options).toString())
        .contains("http://h")
        .doesNotContain("hush");
  }

  @Test
  void parse_optionThatNoStoreUses_isRefused() {
    assertThatThrownBy(
            () -> parse("--input=in", "--into=a=rest", "--workspace=w", "--s3ThreadPoolSize=5"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "the command line: no store uses '--s3ThreadPoolSize', so it would change nothing;"
                + " remove it");
  }

  @Test
  void parse_optionThatTheRunnerDoesNotUse_isRefused() {
    for (String runner : List.of("DirectRunner", "EmbeddedFlinkRunner")) {
      assertThatThrownBy(
              () ->
                  parse(
                      "--input=in",
                      "--into=a=rest",
                      "--workspace=w",
                      "--runner=" + runner,
                      "--stateBackend=foo"))
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith(
              "the command line: '--stateBackend' would change nothing, since it is ");
    }
  }

  @Test
  void parse_optionsOfOneMain_areNoneOfOthers() throws IOException {
    SplitPipeline.Options options =
        parse("--input=in", "--into=a=rest", "--workspace=w", "--columns=en+de");
    Others others = PipelineOptionsFactory.fromArgs("--columns=en,de").as(Others.class);
    BeamSettings settings =
        BeamSettings.of("direct", List.of("--into=a=1"), 1, SplitPipeline.Options.class).checked();

    assertThat(options.getColumns()).isEqualTo("en+de");
    assertThat(others.getColumns()).containsExactly("en", "de");
    assertThat(settings.options(1).as(SplitPipeline.Options.class).getInto()).isEqualTo("a=1");
    assertThatThrownBy(() -> BeamSettings.of("direct", List.of("--into=a=1"), 1))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("the command line: '--into' is not a Beam pipeline option");
  }

  private static SplitPipeline.Options parse(String... args) {
    return StageMain.parse(null, 1, args, SplitPipeline.Options.class);
  }
}
