package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint of more than 2 GiB, saved to S3 and read back by processes of 256 MB of heap. */
@Tag("long")
@Timeout(900)
@EnabledOnOs(OS.LINUX) // Which tells the peak of a process's memory.
class LargeCheckpointEndToEndTest extends SidecarFixture {
  private static final long BYTES = 2_200_000_000L;
  private static final long MOST_KB = 512 << 10;
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

  /** Saves one file of zeros, which take no room here, with a word at its end; then it waits. */
  private static final String TRAINER =
      String.format(
          Locale.ROOT,
          """
          file=$1/model-1.safetensors
          if [ -e "$file" ]; then
            echo "found $(wc -c < "$file") bytes that end in $(tail -c 4 "$file")"
            exit
          fi
          header='{"w":{"dtype":"U8","shape":[%1$d],"data_offsets":[0,%1$d]}}'
          printf "\\\\$(printf %%o ${#header})\\\\0\\\\0\\\\0\\\\0\\\\0\\\\0\\\\0%%s" "$header" > "$file"
          truncate -s $((8 + ${#header} + %1$d - 4)) "$file"
          printf last >> "$file"
          while :; do sleep 1; done
          """,
          BYTES);

  LargeCheckpointEndToEndTest(@TempDir Path folder) throws IOException {
    super(folder);
    Files.writeString(folder.resolve("train.sh"), TRAINER);
  }

  @Test
  void train_checkpointOfTwoGigabytes_isSavedAndRestoredInFlatMemory() throws Exception {
    String[] train =
        ("train --checkpoints " + LOCATION + " --local out --lease 3 -- sh train.sh out")
            .split(" ", -1);
    try (S3Server s3 = S3Server.in(server)) {
      // As the script shoestring starts it: one compiler alone computes hashes ten times as slowly.
      Shoestring here =
          Shoestring.in(folder).with("-Xmx256m", "-XX:TieredStopAtLevel=4").in(s3.environment());
      Shoestring.Running saving = here.onMachine("a").start(train);
      awaitSaved(saving, 1);
      assertThat(peak(saving)).isLessThan(MOST_KB);
      saving.process().descendants().forEach(ProcessHandle::destroyForcibly);
      saving.signal("KILL");
      saving.end();
      Files.delete(folder.resolve("out/model-1.safetensors"));

      Shoestring.Result restored = flat(here.onMachine("b").start(train));
      Shoestring.Result verified = flat(here.start("checkpoints", "verify", LOCATION));
      Files.delete(folder.resolve("out/model-1.safetensors"));
      flat(here.start("checkpoints", "pull", LOCATION, "pulled"));

      long size = Files.size(folder.resolve("pulled/model-1.safetensors"));
      assertThat(size).isGreaterThan(BYTES);
      assertThat(restored.err()).contains("attempt 2 continues from checkpoint 1/1 (");
      assertThat(restored.out()).isEqualTo("found " + size + " bytes that end in last\n");
      assertThat(verified.out()).isEqualTo("1/1\tmodel-1.safetensors\tok\n");
    }
  }

  /** Waits for its end, which must be good, and compares the peak of its memory until then. */
  private static Shoestring.Result flat(Shoestring.Running running) throws Exception {
    long peak = 0;
    while (running.process().isAlive()) {
      peak = Math.max(peak, peak(running));
      Thread.sleep(10);
    }
    assertThat(peak).isBetween(1L, MOST_KB);
    return running.end().good();
  }

  /** The most memory that a process has had so far, in kB; 0 if it has ended. */
  private static long peak(Shoestring.Running running) {
    try {
      Path status = Path.of("/proc", Long.toString(running.process().pid()), "status");
      Matcher peak = PEAK.matcher(Files.readString(status));
      return peak.find() ? Long.parseLong(peak.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
