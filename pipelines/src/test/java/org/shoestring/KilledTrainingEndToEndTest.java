package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.Sha256;

/**
 * A training on two machines that share a workspace in S3, killed and told to end at random
 * moments: its final state is that of an undisturbed one, whose every step is the hash of the one
 * before.
 */
@Tag("long")
@Timeout(600)
class KilledTrainingEndToEndTest {
  private static final int STEPS = 400;
  private static final int KILLS = 8;
  private static final Pattern CONTINUES =
      Pattern.compile("attempt ([0-9]+) continues from checkpoint [0-9]+/[0-9]+ \\(step-([0-9]+)");

  /** Saves each fifth step: its number and a hash, put in place when it is whole. */
  private static final String TRAINER =
      """
      n=0; state=begin
      for file in "$1"/step-*; do
        [ -e "$file" ] && read -r n state < "$file"
      done
      echo "goes on after step $n"
      while [ "$n" -lt STEPS ]; do
        n=$((n + 1)); state=$(printf '%s %d' "$state" "$n" | sha256sum | cut -d' ' -f1)
        echo "$n" > "$PROGRESS"
        sleep 0.02
        if [ $((n % 5)) = 0 ]; then
          printf '%d %s\\n' "$n" "$state" > "$1/part"; mv "$1/part" "$1/step-$(printf %04d "$n")"
          ls "$1"/step-* | head -n -2 | xargs -r rm
          printf '%d\\tloss\\t%s\\n' "$n" "0.$n"
        fi
      done
      printf '%s\\n' "$state" > "$2/model"
      """;

  private final Path folder;

  KilledTrainingEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("raw.tsv"), "a\n");
    Files.writeString(
        folder.resolve("train.sh"), TRAINER.replace("STEPS", Integer.toString(STEPS)));
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: s3://bucket/w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          model:
            train: raw
            command: "sh train.sh {checkpoints} {out}"
            checkpoints: "files:pattern=step-*"
        """);
  }

  @Test
  void run_killedAndStoppedOnTwoMachines_endsAsUndisturbed() throws Exception {
    Path server = folder.resolve("server");
    try (S3Server s3 = S3Server.in(server)) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      List<Shoestring> machines = List.of(here.onMachine("a"), here.onMachine("b"));
      Random random = new Random(3);
      machines.get(0).run("run", "e.yaml", "raw").good();
      String said = "";
      Path workspace = server.resolve("buckets/bucket/w");
      for (int i = 0; i < KILLS; i++) {
        int saved = SavedNames.highestStep(workspace);
        Path progress = folder.resolve("progress-" + i); // A trainer that was left may go on.
        Shoestring.Running running =
            machines
                .get(random.nextInt(2))
                .in(Map.of("PROGRESS", progress.toString()))
                .start("run", "e.yaml", "--lease", "3");
        int step = i * STEPS / KILLS + random.nextInt(STEPS / KILLS);
        StoppedFixture.await(running, () -> step(progress) >= step);
        boolean isAsked = random.nextInt(4) == 0;
        running.signal(isAsked ? "TERM" : "KILL");
        Shoestring.Result end = running.end();
        assertThat(end.code()).as(end.err()).isIn(isAsked ? List.of(75, 0) : List.of(137, 0));
        assertContinuesFrom(saved, end.err());
        said += end.err();
      }
      said +=
          machines
              .get(random.nextInt(2))
              .in(Map.of("PROGRESS", "/dev/null"))
              .run("run", "e.yaml", "--lease", "3")
              .good()
              .err();

      assertThat(model(server)).isEqualTo(undisturbed());
      assertThat(CONTINUES.matcher(said).results().count()).as(said).isGreaterThan(1);
      Shoestring.Result status = here.run("status", "e.yaml").good();
      assertThat(status.out()).contains("model").doesNotContain("checkpoint");
    }
  }

  /** A run in the workspace w that gets SIGTERM while its command waits for that. */
  private Shoestring.Result toldToEnd(Shoestring here, String whenTold) throws Exception {
    Files.writeString(
        folder.resolve("train.sh"),
        "trap '" + whenTold + "' TERM\ntouch ready\nwhile :; do sleep 0.1; done\n");
    Shoestring.Running running = here.start("run", "e.yaml", "--set", "workspace=w");
    StoppedFixture.await(running, () -> Files.exists(folder.resolve("ready")));
    running.signal("TERM");
    return running.end();
  }

  /** Longer than a process waits for other work when it ends. */
  @Test
  void run_commandThatNeedsSecondsToSave_isStoredBeforeTheProcessEnds() throws Exception {
    Shoestring here = Shoestring.in(folder);

    Shoestring.Result result = toldToEnd(here, "sleep 5; echo saved > \"$1/step-0002\"; exit 0");

    assertThat(result.code()).isEqualTo(75);
    assertThat(result.err())
        .contains(
            "model: checkpoint 1/1 (step-0002) is on the storage: run the same command again");
    assertThat(here.run("status", "e.yaml", "--set", "workspace=w").good().out())
        .contains("checkpoint 1/1 (step-0002) saved ")
        .doesNotContain("at work");
  }

  @Test
  void run_commandSaysWhyItEnds_isInTheStoredLog() throws Exception {
    Shoestring here = Shoestring.in(folder);

    assertThat(toldToEnd(here, "echo the night is over; exit 0").code()).isEqualTo(75);

    Shoestring elsewhere = here.onMachine("b");
    assertThat(elsewhere.run("log", "e.yaml", "model", "--set", "workspace=w").good().out())
        .contains("the night is over");
  }

  /** An attempt continues from where the last one that saved anything was, or later. */
  private static void assertContinuesFrom(int saved, String said) {
    Matcher continues = CONTINUES.matcher(said);
    if (continues.find()) {
      assertThat(Integer.parseInt(continues.group(2))).as(said).isGreaterThanOrEqualTo(saved);
    } else {
      assertThat(saved).as(said).isZero();
    }
  }

  /** The last step of a trainer; 0 if there is none yet. */
  private static int step(Path progress) {
    try {
      String step = Files.readString(progress).strip();
      return step.isEmpty() ? 0 : Integer.parseInt(step); // It is being written.
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String model(Path server) throws IOException {
    try (var files = Files.walk(server.resolve("buckets/bucket/w/outputs"))) {
      Path model = files.filter(file -> file.endsWith("model")).findFirst().orElseThrow();
      return Files.readString(model).strip();
    }
  }

  private static String undisturbed() {
    String state = "begin";
    for (int n = 1; n <= STEPS; n++) {
      byte[] text = (state + " " + n).getBytes(StandardCharsets.UTF_8);
      state = new Sha256().update(text, 0, text.length).hex();
    }
    return state;
  }
}
