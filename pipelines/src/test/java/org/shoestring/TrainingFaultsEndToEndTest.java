package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.SmallDisk;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;

/** A training whose store or disk fails for a while: it is not disturbed, and nothing is lost. */
@Tag("long")
@Timeout(400)
class TrainingFaultsEndToEndTest {
  private static final long MINUTES_2 = TimeUnit.MINUTES.toNanos(2);

  private final Path folder;

  TrainingFaultsEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("raw.tsv"), "a\n");
  }

  private void write(String workspace, String command) throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: WORKSPACE
        stages:
          raw: {import: raw.tsv, columns: [a]}
          model:
            train: raw
            command: "sh train.sh {checkpoints} {out}"
            checkpoints: "files:pattern=step-*"
        """
            .replace("WORKSPACE", workspace));
    Files.writeString(folder.resolve("train.sh"), command);
  }

  @Test
  void run_storeFailsForTwoMinutes_trainsOnAndSavesAfterwards() throws Exception {
    write(
        "test://bucket/w",
        """
        echo one > "$1/part"; mv "$1/part" "$1/step-1"
        while [ ! -e fails ]; do sleep 0.1; done
        echo two > "$1/part"; mv "$1/part" "$1/step-2"
        touch written
        while [ ! -e end ]; do sleep 0.1; done
        echo model > "$2/model"
        """);
    try (S3Proxy server = S3Proxy.openOver(folder.resolve("server"), "bucket");
        FaultProxy proxy = FaultProxy.of(server.port())) {
      TestStoreFile.write(folder, proxy.endpoint());
      Path checkpoints = folder.resolve("server/buckets/bucket/w/_checkpoints");
      Shoestring.Running running =
          Shoestring.in(folder)
              .in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", S3Proxy.SECRET_KEY))
              .start("run", "e.yaml", "--lease", "20");
      StoppedFixture.await(running, () -> manifests(checkpoints) == 1);
      long begin = System.nanoTime();
      proxy.inject(FaultRule.always(Fault.Answer.of(503)));
      Files.createFile(folder.resolve("fails"));
      StoppedFixture.await(running, () -> Files.exists(folder.resolve("written")));
      StoppedFixture.await(running, () -> System.nanoTime() - begin > MINUTES_2);
      assertThat(manifests(checkpoints)).isEqualTo(1);

      proxy.inject(FaultRule.NONE);

      StoppedFixture.await(running, () -> manifests(checkpoints) == 2);
      Files.createFile(folder.resolve("end"));
      Shoestring.Result result = running.end().good();
      assertThat(result.err())
          .contains("503; trying again for up to ") // Told at once.
          .contains("attempt 1 ")
          .doesNotContain("attempt 2 ", "took over");
    }
  }

  /** There is room for the trainer's checkpoint, but not for a copy of it. */
  @Test
  void run_diskIsFullForAWhile_trainsOnAndSavesAfterwards() throws Exception {
    Optional<SmallDisk> small = SmallDisk.in(folder);
    assumeTrue(small.isPresent(), SmallDisk.TAKES);
    try (SmallDisk disk = small.orElseThrow()) {
      write(
          "w",
          """
          head -c 600000 /dev/zero > "$1/other"
          head -c 300000 /dev/zero > "$1/part"; mv "$1/part" "$1/step-1"
          while [ ! -e room ]; do sleep 0.1; done
          rm "$1/other"
          while [ ! -e end ]; do sleep 0.1; done
          echo model > "$2/model"
          """);
      Shoestring.Running running =
          Shoestring.in(folder).start("run", "e.yaml", "--work-dir", disk.path().toString());
      StoppedFixture.await(running, () -> said(running).contains("cannot be saved now"));
      assertThat(said(running))
          .contains("step-1: ")
          .contains("No space left on device; free some space, or choose another folder with");
      assertThat(manifests(folder.resolve("w/_checkpoints"))).isZero();

      Files.createFile(folder.resolve("room"));

      StoppedFixture.await(running, () -> manifests(folder.resolve("w/_checkpoints")) == 1);
      Files.createFile(folder.resolve("end"));
      assertThat(running.end().good().err()).contains("checkpoints are saved again");
    }
  }

  /** It is no sign that the checkpoint makes the command fail. */
  @Test
  void run_diskTooSmallForTheNextCheckpoint_continuesFromTheSame() throws Exception {
    Optional<SmallDisk> small = SmallDisk.in(folder);
    assumeTrue(small.isPresent(), SmallDisk.TAKES);
    try (SmallDisk disk = small.orElseThrow()) {
      write(
          "w",
          """
          echo x >> starts
          n=$(wc -l < starts)
          if [ $n -lt 3 ]; then echo $n > "$1/part"; mv "$1/part" "$1/step-$n"; exit 1; fi
          head -c 2000000 /dev/zero > "$1/part"; rm "$1/part"; exit 1
          """);
      for (int start = 1; start <= 4; start++) {
        assertThat(onDisk(disk).code()).isEqualTo(1);
      }

      assertThat(onDisk(disk).err())
          .contains("attempt 5 continues from checkpoint 2/1 (step-2", "No space left on device");
    }
  }

  private Shoestring.Result onDisk(SmallDisk disk) throws IOException, InterruptedException {
    return Shoestring.in(folder).run("run", "e.yaml", "--work-dir", disk.path().toString());
  }

  private static String said(Shoestring.Running running) {
    try {
      return Files.readString(running.err());
    } catch (IOException e) {
      return "";
    }
  }

  private static long manifests(Path checkpoints) {
    if (!Files.isDirectory(checkpoints)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files.filter(file -> file.getFileName().toString().matches("[0-9]{6}\\.tsv")).count();
    } catch (IOException | UncheckedIOException e) {
      return -1; // Something went while it was listed.
    }
  }
}
