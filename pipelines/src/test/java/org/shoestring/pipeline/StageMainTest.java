package org.shoestring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.shoestring.spec.UsageException;

class StageMainTest {
  private static final String HELP =
      "; --help=org.shoestring.pipeline.SplitPipeline$Options lists all options";

  @BeforeAll
  static void register() {
    PipelineOptionsFactory.register(SplitPipeline.Options.class);
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
        .hasMessage("'--wrkspace' is not a Beam pipeline option; did you mean 'workspace'?" + HELP);
  }

  @Test
  void parse_valueOfAnotherKind_isNamedWithItsOption() {
    assertThatThrownBy(() -> parse("--input=in", "--into=a=rest", "--workspace=w", "--seed=one"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Beam does not accept '--seed=one': ")
        .hasMessageEndingWith(HELP);
  }

  private static SplitPipeline.Options parse(String... args) {
    return StageMain.parse(null, 1, args, SplitPipeline.Options.class);
  }
}
