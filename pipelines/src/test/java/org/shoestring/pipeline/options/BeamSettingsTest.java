package org.shoestring.pipeline.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.files.SettingsFile;
import org.shoestring.pipeline.flink.embedded.EmbeddedFlinkOptions;
import org.shoestring.pipeline.flink.embedded.EmbeddedFlinkRunner;
import org.shoestring.shuffle.block.ShuffleOptions;
import org.shoestring.spec.UsageException;
import software.amazon.awssdk.regions.Region;

class BeamSettingsTest {
  private final Path file;

  BeamSettingsTest(@TempDir Path folder) {
    this.file = folder.resolve("mine");
  }

  private PipelineOptions options(int units, String... added) throws IOException {
    return BeamSettings.of("direct", List.of(added), 3).options(units);
  }

  private void assertError(String text, String message, String... added) throws IOException {
    Files.writeString(file, text);
    assertThatThrownBy(() -> BeamSettings.of(file.toString(), List.of(added), 3).checked())
        .isInstanceOf(UsageException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"))
        .hasMessageStartingWith(message.replace("FILE", file.toString()));
  }

  @Test
  void of_direct_isTheDirectRunnerWithoutItsChecks() throws IOException {
    DirectOptions direct = options(9).as(DirectOptions.class);
    assertThat(direct.getRunner()).isEqualTo(DirectRunner.class);
    assertThat(direct.isEnforceEncodability()).isFalse();
    assertThat(direct.isEnforceImmutability()).isFalse();
  }

  @Test
  void of_badOptionThatMayHoldASecret_doesNotTellIt() {
    Map<String, String> refusals =
        Map.of(
            "--awsCredentialsProvider",
                "Beam does not accept this value of '--awsCredentialsProvider'",
            "--mySecretKey",
                "'--mySecretKey' is not a Beam pipeline option; correct its name, or remove it");
    for (Map.Entry<String, String> entry : refusals.entrySet()) {
      String name = entry.getKey();
      String refusal = entry.getValue();
      assertThatThrownBy(() -> options(1, name + "={\"secretAccessKey\":\"hush\"}"))
          .isInstanceOf(UsageException.class)
          .hasMessage("the command line: " + refusal);
    }
  }

  @Test
  void options_regionGiven_isKeptForPipelinesAndStores() throws IOException {
    BeamSettings settings = BeamSettings.of("direct", List.of("--awsRegion=eu-west-1"), 1);
    for (PipelineOptions options : List.of(settings.options(1), settings.storeOptions())) {
      assertThat(options.as(AwsOptions.class).getAwsRegion()).isEqualTo(Region.EU_WEST_1);
    }
  }

  /** Runners send a pipeline's options to workers as text. */
  @Test
  void options_secretsOfStores_areThoseOfTheStoresAlone() throws IOException {
    BeamSettings settings =
        BeamSettings.of(
            "direct",
            List.of(
                "--endpoint=http://127.0.0.1:1",
                "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\","
                    + "\"accessKeyId\":\"me\",\"secretAccessKey\":\"hush\"}",
                "--proxyConfiguration={\"endpoint\":\"http://p:1\",\"password\":\"hush\"}"),
            1);

    assertThat(new SerializablePipelineOptions(settings.options(1)).toString())
        .contains("http://127.0.0.1:1")
        .doesNotContain("hush");
    assertThat(new SerializablePipelineOptions(settings.storeOptions()).toString())
        .contains("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--s3ThreadPoolSize=5",
        "--gcsUploadBufferSizeBytes=9",
        "--SSECustomerKey={\"key\":\"hush\",\"algorithm\":\"AES256\"}"
      })
  void of_optionThatNoStoreUses_isRefused(String option) {
    assertThatThrownBy(() -> BeamSettings.of("direct", List.of(option), 1))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "the command line: no store uses '"
                + option.split("=", 2)[0]
                + "', so it would change nothing; remove it");
  }

  @Test
  void options_parallelism_isNoMoreThanThereAreUnits() throws IOException {
    assertThat(options(9).as(DirectOptions.class).getTargetParallelism()).isEqualTo(3);
    assertThat(options(2).as(DirectOptions.class).getTargetParallelism()).isEqualTo(2);
    assertThat(options(0).as(DirectOptions.class).getTargetParallelism()).isEqualTo(1);
  }

  @Test
  void options_eachTime_areNew() throws IOException {
    BeamSettings settings = BeamSettings.of("direct", List.of(), 3);
    settings.options(1).setJobName("one");
    assertThat(settings.options(1).getJobName()).isNotEqualTo("one");
  }

  @Test
  void of_added_wins() throws IOException {
    DirectOptions direct =
        options(9, "--targetParallelism=7", "--enforceImmutability=true").as(DirectOptions.class);
    assertThat(direct.getTargetParallelism()).isEqualTo(7);
    assertThat(direct.isEnforceImmutability()).isTrue();
  }

  @Test
  void of_file_skipsCommentsAndBlankLines() throws IOException {
    Files.writeString(file, "# mine\n\n--runner=DirectRunner\n  --targetParallelism=5  \n");
    BeamSettings settings = BeamSettings.of(file.toString(), List.of(), 3);
    assertThat(settings.arguments())
        .containsExactly("--runner=DirectRunner", "--targetParallelism=5");
    assertThat(settings.options(9).as(DirectOptions.class).getTargetParallelism()).isEqualTo(5);
  }

  @Test
  void of_unknownOption_namesFileAndLine() throws IOException {
    assertError(
        "--runner=DirectRunner\n\n--targetParalelism=2\n",
        "FILE:3: '--targetParalelism' is not a Beam pipeline option; did you mean"
            + " '--targetParallelism'?");
  }

  @Test
  void of_badValue_namesFileAndLine() throws IOException {
    assertError(
        "--targetParallelism=many\n",
        "FILE:1: --targetParallelism must be a whole number, but is 'many'");
    assertError("--runner=NoRunner\n", "FILE:1: Beam does not accept '--runner=NoRunner': ");
  }

  @Test
  void of_noOption_saysHowOneIsWritten() throws IOException {
    assertError(
        "targetParallelism=2\n",
        "FILE:1: 'targetParallelism=2' is not a setting; write a Beam pipeline option as"
            + " --NAME=VALUE, or a Flink setting as KEY: VALUE");
  }

  @Test
  void of_optionTwice_namesTheSecondLine() throws IOException {
    assertError(
        "--jobName=a\n--jobName=b\n",
        "FILE:2: '--jobName' is set twice; remove one of the two lines");
  }

  @Test
  void of_unknownAddedOption_saysWhereItStands() throws IOException {
    assertError(
        "",
        "the command line: '--unheardOf' is not a Beam pipeline option; correct its name, or remove it",
        "--unheardOf=2");
  }

  @Test
  void of_flinkLocal_isACluster() throws IOException {
    BeamSettings settings = BeamSettings.of("flink-local", List.of(), 3).spillingTo(Path.of("s"));
    EmbeddedFlinkOptions flink = settings.options(2).as(EmbeddedFlinkOptions.class);
    assertThat(flink.getRunner()).isEqualTo(EmbeddedFlinkRunner.class);
    assertThat(flink.getParallelism()).isEqualTo(2);
    assertThat(flink.getSlots()).isEqualTo(3);
    assertThat(flink.getSpillFolder()).isEqualTo("s");
    assertThat(flink.getFlinkConfiguration())
        .containsEntry("taskmanager.memory.managed.size", "32m");
  }

  /** A worker on another machine takes a folder of its own. */
  @Test
  void of_folderOfThisMachine_isNotSentToWorkers() throws IOException {
    BeamSettings settings = BeamSettings.of("direct", List.of(), 3).spillingTo(Path.of("s"));
    assertThat(settings.options(2).as(ShuffleOptions.class).getSpillFolder()).isNull();

    BeamSettings given = BeamSettings.of("direct", List.of("--spillFolder=users"), 3);
    assertThat(given.options(2).as(ShuffleOptions.class).getSpillFolder()).isEqualTo("users");
  }

  @Test
  void of_builtInFiles_passTheChecksOfOthers() throws IOException {
    for (String name : RunnerFile.BUILT_IN) {
      try (InputStream in =
          Objects.requireNonNull(
              BeamSettingsTest.class.getResourceAsStream(
                  "/runners-config/" + RunnerFile.file(name)))) {
        Files.write(file, in.readAllBytes());
      }
      assertThat(BeamSettings.of(file.toString(), List.of(), 3))
          .isEqualTo(BeamSettings.of(name, List.of(), 3));
    }
  }

  @Test
  void of_flinkLocalWithParallelism_hasSlotsForIt() throws IOException {
    BeamSettings settings = BeamSettings.of("flink-local", List.of("--parallelism=5"), 3);
    EmbeddedFlinkOptions flink = settings.options(2).as(EmbeddedFlinkOptions.class);
    assertThat(flink.getParallelism()).isEqualTo(5);
    assertThat(flink.getSlots()).isEqualTo(5);
  }

  @Test
  void of_flinkSettings_areChecked() throws IOException {
    assertError(
        "\ntaskmanager.memry: 1m\n",
        "FILE:2: 'taskmanager.memry' is not a Flink setting that an embedded cluster uses; correct its name, or remove it");
    assertError(
        "taskmanager.memory.managed.size: many\n",
        "FILE:1: taskmanager.memory.managed.size must be a size with its unit, for example 64m, but"
            + " is 'many'");
    assertError(
        "heartbeat.timout: 60000\n",
        "FILE:1: 'heartbeat.timout' is not a Flink setting that an embedded cluster uses (did you"
            + " mean heartbeat.timeout?); correct its name, or remove it");
    assertError(
        "taskmanager.tmp.dirs: /tmp\n",
        "FILE:1: 'taskmanager.tmp.dirs' cannot be set here; use --work-dir, or --spillFolder=DIR");
    assertError(
        "taskmanager.numberOfTaskSlots: 2\n",
        "FILE:1: 'taskmanager.numberOfTaskSlots' cannot be set here; use -j");
    assertError(
        "web.timeout: 1\nweb.timeout: 2\n",
        "FILE:2: 'web.timeout' is set twice; remove one of the two lines");
  }

  @Test
  void checked_settingsOfAnotherRunner_areRefused() throws IOException {
    assertError(
        "--jobName=x\n--stateBackend=foo\n",
        "FILE:2: '--stateBackend' would change nothing, since it is an option of the Flink runners,"
            + " and the runner is DirectRunner. Remove it");
    assertError(
        "",
        "the command line: '--slots' would change nothing, since it is an option of the Flink"
            + " runners, and the runner is DirectRunner. Remove it",
        "--runner=org.apache.beam.runners.direct.DirectRunner",
        "--slots=2");
    assertError(
        "--runner=embeddedFlink\n--blockOnRun=true\n",
        "FILE:2: '--blockOnRun' would change nothing, since it is an option of DirectRunner, and the"
            + " runner is EmbeddedFlinkRunner. Remove it");
  }

  /** As in a copy of the file of flink-local, whose lines are known to be right. */
  @Test
  void checked_flinkSettingsOfAnotherRunner_areRefused() throws IOException {
    for (String runner : List.of("DirectRunner", "FlinkRunner")) {
      assertError(
          "taskmanager.memory.managed.size: 32m\n",
          "FILE:1: 'taskmanager.memory.managed.size' would change nothing, since it is for an embedded"
              + " Flink cluster, and the runner is "
              + runner
              + ". Remove it, or write --runner=EmbeddedFlinkRunner",
          "--runner=" + runner);
    }
  }

  @Test
  void of_linesOfTheBuiltInFiles_areNotAskedAbout() throws IOException {
    Files.writeString(
        file, "--runner=DirectRunner\n--jobName=x\n--enforceImmutability=false\nweb.timeout: 1\n");
    assertThat(BeamSettings.of(file.toString(), List.of(), 3).unchecked())
        .extracting(SettingsFile.Line::text)
        .containsExactly("--jobName=x", "web.timeout: 1");
  }

  @Test
  void options_unknownOptionThatWasNotChecked_namesFileAndLine() throws IOException {
    Files.writeString(file, "--jobName=x\n--sped=2\n");
    BeamSettings settings = BeamSettings.of(file.toString(), List.of(), 3);
    for (ThrowingCallable options :
        List.<ThrowingCallable>of(() -> settings.options(1), settings::storeOptions)) {
      assertThatThrownBy(options)
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith(file + ":2: '--sped' is not a Beam pipeline option; ");
    }
  }

  @Test
  void of_noSuchRunner_saysWhatThereIs() {
    assertThatThrownBy(() -> BeamSettings.of("drect", List.of(), 1))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--runner: unknown runner 'drect' (did you mean direct?); known: direct, flink-cluster,"
                + " flink-local; for a runner file of your"
                + " own, give its path");
    assertThatThrownBy(() -> BeamSettings.of(file.toString(), List.of(), 1))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--runner: no file '"
                + file
                + "'; correct the path, or use a runner by its name: direct, flink-cluster, flink-local");
  }
}
