package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders laid out as transformers' Trainer writes them. */
class HuggingFacePresetTest {
  private static final CheckpointPreset PRESET = Presets.named("--preset", "huggingface");
  private static final String AT = "checkpoint-500/";

  @TempDir Path folder = Path.of("");

  private LaidOut files = new LaidOut(folder);

  @BeforeEach
  void save() throws IOException {
    files = saved(folder, "checkpoint-500/");
  }

  private static LaidOut saved(Path folder, String at) throws IOException {
    return new LaidOut(folder)
        .with(at + "config.json", "{\"model_type\": \"bert\"}")
        .with(at + "model.safetensors", LaidOut.safetensors())
        .with(at + "training_args.bin", LaidOut.torch())
        .with(at + "optimizer.pt", LaidOut.torch())
        .with(at + "scheduler.pt", LaidOut.torch())
        .with(at + "rng_state.pth", LaidOut.torch())
        .with(at + "trainer_state.json", "{\"global_step\": 500, \"best_metric\": NaN}");
  }

  @Test
  void find_savedFolder_isOneCompleteCheckpoint() throws IOException {
    FoundCheckpoint found = files.with("runs/events.out.1", "x").one(PRESET);

    assertThat(found.name()).isEqualTo("checkpoint-500");
    assertThat(found.step()).isEqualTo(OptionalLong.of(500));
    assertThat(found.files())
        .containsExactly(
            AT + "config.json",
            AT + "model.safetensors",
            AT + "optimizer.pt",
            AT + "rng_state.pth",
            AT + "scheduler.pt",
            AT + "trainer_state.json",
            AT + "training_args.bin");
    assertThat(found.missing()).isEmpty();
    assertThat(PRESET.fault(folder, found)).isEmpty();
    assertThat(PRESET.quiet(found)).isZero();
  }

  @Test
  void find_anyPartMissing_isTold() throws IOException {
    for (String part :
        List.of("model.safetensors", "optimizer.pt", "scheduler.pt", "rng_state.pth")) {
      byte[] content = Files.readAllBytes(folder.resolve(AT + part));
      String shown = part.equals("model.safetensors") ? "weights" : part;
      assertThat(files.without(AT + part).incomplete(PRESET)).contains("no " + shown + " yet");
      files.with(AT + part, content);
    }
    assertThat(files.without(AT + "trainer_state.json").incomplete(PRESET))
        .contains("no trainer_state.json yet");
  }

  @Test
  void fault_anyPartCut_isTold() throws IOException {
    for (String part :
        List.of(
            "model.safetensors",
            "optimizer.pt",
            "scheduler.pt",
            "rng_state.pth",
            "trainer_state.json",
            "training_args.bin",
            "config.json")) {
      byte[] content = Files.readAllBytes(folder.resolve(AT + part));
      assertThat(files.cut(AT + part).incomplete(PRESET))
          .hasValueSatisfying(fault -> assertThat(fault).startsWith(AT + part + ": "));
      files.with(AT + part, content);
    }
    assertThat(files.incomplete(PRESET)).isEmpty();
  }

  @Test
  void find_temporaryFolder_isNone() throws IOException {
    Files.move(folder.resolve("checkpoint-500"), folder.resolve("tmp-checkpoint-500"));

    assertThat(files.found(PRESET)).isEmpty();
    assertThat(PRESET.evidence(FolderFiles.of(folder))).contains("tmp-checkpoint-500/");
  }

  @Test
  void find_randomStatesOfProcesses_needNoGap() throws IOException {
    files.without(AT + "rng_state.pth").with(AT + "rng_state_0.pth", LaidOut.torch());
    assertThat(files.incomplete(PRESET)).isEmpty();
    assertThat(PRESET.quiet(files.one(PRESET))).isEqualTo(Duration.ofSeconds(10));

    files.with(AT + "rng_state_2.pth", LaidOut.torch());
    assertThat(files.incomplete(PRESET)).contains("the random state of process 1 is missing");

    files.with(AT + "rng_state_1.pth", LaidOut.torch());
    assertThat(files.incomplete(PRESET)).isEmpty();
  }

  @Test
  void find_fewerRandomStatesThanInTheOneBefore_isTold() throws IOException {
    files
        .without(AT + "rng_state.pth")
        .with(AT + "rng_state_0.pth", LaidOut.torch())
        .with(AT + "rng_state_1.pth", LaidOut.torch());
    saved(folder, "checkpoint-1000/")
        .without("checkpoint-1000/rng_state.pth")
        .with("checkpoint-1000/rng_state_0.pth", LaidOut.torch());

    assertThat(files.found(PRESET))
        .extracting(FoundCheckpoint::name, found -> found.missing().orElse("complete"))
        .containsExactly(
            tuple("checkpoint-1000", "the random state of process 1 is missing"),
            tuple("checkpoint-500", "complete"));
  }

  @Test
  void find_shardedWeights_needAllShardsAndTheIndex() throws IOException {
    String one = "model-00001-of-00002.safetensors";
    String two = "model-00002-of-00002.safetensors";
    files.without(AT + "model.safetensors").with(AT + one, LaidOut.safetensors());
    assertThat(files.incomplete(PRESET)).contains("no " + two + " yet");

    files.with(AT + two, LaidOut.safetensors());
    assertThat(files.incomplete(PRESET)).contains("no model.safetensors.index.json yet");

    files.with(AT + "model.safetensors.index.json", LaidOut.index(one, two));
    assertThat(files.incomplete(PRESET)).isEmpty();

    files.with(AT + "model.safetensors.index.json", LaidOut.index(one, "model-3.safetensors"));
    assertThat(files.incomplete(PRESET))
        .contains(
            AT + "model.safetensors.index.json: it names model-3.safetensors, which is not there");
  }

  @Test
  void find_otherWaysToSaveWeightsAndOptimizer_areComplete() throws IOException {
    files.without(AT + "model.safetensors").with(AT + "pytorch_model.bin", LaidOut.torch());
    assertThat(files.incomplete(PRESET)).isEmpty();

    files
        .without(AT + "pytorch_model.bin")
        .with(AT + "adapter_model.safetensors", LaidOut.safetensors());
    assertThat(files.incomplete(PRESET)).isEmpty();

    files
        .without(AT + "adapter_model.safetensors")
        .without(AT + "optimizer.pt")
        .with(AT + "pytorch_model_fsdp.bin", LaidOut.torch())
        .with(AT + "optimizer.bin", LaidOut.torch());
    assertThat(files.incomplete(PRESET)).isEmpty();
  }

  @Test
  void find_shardsOfFsdp_needTheirMetadata() throws IOException {
    files
        .without(AT + "model.safetensors")
        .without(AT + "optimizer.pt")
        .with(AT + "pytorch_model_fsdp_0/__0_0.distcp", "x")
        .with(AT + "optimizer_0/.metadata", "x")
        .with(AT + "optimizer_0/__0_0.distcp", "x");
    assertThat(files.incomplete(PRESET)).contains("no pytorch_model_fsdp_0/.metadata yet");

    files.with(AT + "pytorch_model_fsdp_0/.metadata", "x");
    assertThat(files.incomplete(PRESET)).isEmpty();
  }

  @Test
  void find_deepspeed_needsLatest() throws IOException {
    files
        .without(AT + "optimizer.pt")
        .without(AT + "scheduler.pt")
        .with(AT + "global_step500/mp_rank_00_model_states.pt", LaidOut.torch())
        .with(AT + "global_step500/zero_pp_rank_0_mp_rank_00_optim_states.pt", LaidOut.torch());
    assertThat(files.incomplete(PRESET)).contains("no 'latest' of DeepSpeed yet");

    files.with(AT + "latest", "global_step500");
    assertThat(files.incomplete(PRESET)).isEmpty();
  }

  @Test
  void find_linkThatLeavesTheFolder_isTold(@TempDir Path other) throws IOException {
    Files.move(folder.resolve(AT + "model.safetensors"), other.resolve("m.safetensors"));
    Files.createSymbolicLink(
        folder.resolve(AT + "model.safetensors"), other.resolve("m.safetensors"));

    assertThat(files.incomplete(PRESET))
        .contains(AT + "model.safetensors is a link that leaves the folder");
  }

  @Test
  void fault_fileThatVanished_isTold() throws IOException {
    FoundCheckpoint found = files.one(PRESET);
    files.without(AT + "rng_state.pth");

    assertThat(PRESET.fault(folder, found)).contains(AT + "rng_state.pth: it is gone");
  }
}
