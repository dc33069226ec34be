package org.shoestring.shuffle.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.ProcessFolder;
import org.shoestring.store.object.StoreException;

class SpillTest {
  private Path folder;

  @BeforeEach
  void setFolder(@TempDir Path empty) {
    folder = empty;
  }

  @Test
  void append_severalThreads_keepsAllBytes() throws Exception {
    int threads = 8;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (Spill spill = Spill.in(folder)) {
      List<Future<long[]>> places = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        byte value = (byte) (thread + 1);
        places.add(
            executor.submit(
                () -> {
                  long[] offsets = new long[200];
                  for (int i = 0; i < offsets.length; i++) {
                    byte[] bytes = new byte[i * 10 + 3];
                    Arrays.fill(bytes, 1, bytes.length - 1, value);
                    offsets[i] = spill.append(bytes, 1, bytes.length - 2);
                  }
                  return offsets;
                }));
      }
      for (int thread = 0; thread < threads; thread++) {
        long[] offsets = places.get(thread).get();
        for (int i = 0; i < offsets.length; i++) {
          byte[] bytes = new byte[i * 10 + 1];
          spill.read(offsets[i], bytes, 0, bytes.length);
          byte[] expected = new byte[bytes.length];
          Arrays.fill(expected, (byte) (thread + 1));
          assertThat(bytes).isEqualTo(expected);
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void read_moreThanAChunk_isWhatWasAppended() throws IOException {
    byte[] bytes = new byte[1_000_003];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((i * 31) >>> 3);
    }
    try (Spill spill = Spill.in(folder)) {
      assertThat(spill.append(bytes, 3, bytes.length - 3)).isZero();
      assertThat(spill.append(bytes, 0, 3)).isEqualTo(1_000_000);

      byte[] read = new byte[1_000_000];
      spill.read(0, read, 0, read.length);
      assertThat(read).isEqualTo(Arrays.copyOfRange(bytes, 3, bytes.length));
    }
  }

  @Test
  void read_behindTheEnd_isRefused() throws IOException {
    try (Spill spill = Spill.in(folder)) {
      long start = spill.append(new byte[10], 0, 10);

      assertThatThrownBy(() -> spill.read(start + 5, new byte[10], 0, 10))
          .isInstanceOf(EOFException.class)
          .hasMessageEndingWith(
              ".spill: this temporary file ends at byte 10, but more was written; another program"
                  + " has changed it. Run the command again");
    }
  }

  @Test
  void append_failing_saysHowMuchThereIsAndTheCure() throws IOException {
    Spill spill = Spill.in(folder);
    spill.append(new byte[3000], 0, 3000);
    Path own = ProcessFolder.under(folder);
    spill.close();

    assertThatThrownBy(() -> spill.append(new byte[10], 0, 10))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            own
                + ": cannot write temporary data, after 3.0 kB:"
                + " java.nio.channels.ClosedChannelException; free some space, or choose a folder on"
                + " another disk with --work-dir or --spillFolder");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void named_sameName_isTheSameUntilRemoved() throws IOException {
    BlockSettings settings = settings(folder);
    String name = settings.spillName();
    Spill spill = Spill.named(name, folder);

    assertThat(Spill.named(name, folder)).isSameAs(spill);
    assertThat(Spill.named(name)).isSameAs(spill);
    assertThat(Exchange.spills(folder)).hasSize(1);

    Spill.remove(settings);
    Spill.remove(settings);
    assertThat(Exchange.spills(folder)).isEmpty();
    assertThatThrownBy(() -> Spill.named(name)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void in_folder_hasNoFileThatAnybodySees() throws IOException {
    try (Spill spill = Spill.in(folder)) {
      spill.append(new byte[10], 0, 10);

      assertThat(Exchange.spills(folder)).hasSize(1);
      assertThat(FolderWalk.entries(ProcessFolder.under(folder)))
          .containsExactly(ProcessFolder.under(folder).resolve("lock"));
    }
    assertThat(Exchange.spills(folder)).isEmpty();
  }

  @Test
  void spillFolder_notGiven_isBelowTheWorkFolderOfThisProcess() {
    ShuffleOptions options = PipelineOptionsFactory.as(ShuffleOptions.class);

    assertThat(new BlockSettings(options, folder, "output").spillFolder())
        .isEqualTo(folder.resolve("_spill"));
  }

  private static BlockSettings settings(Path spills) {
    ShuffleOptions options = PipelineOptionsFactory.as(ShuffleOptions.class);
    options.setSpillFolder(spills.toString());
    return new BlockSettings(options, Path.of("unused"), "output");
  }

  @Test
  void demand_tooLittleRoom_saysNumbersAndCure() throws IOException {
    Path spills = folder.resolve("not there yet");
    BlockSettings settings = settings(spills);
    Spill.demand(settings, 1, "deduplicate");

    assertThatThrownBy(() -> Spill.demand(settings, Long.MAX_VALUE, "deduplicate"))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            ".*/not there yet: [0-9.]+ [MGTk]?B of disk space are free, but deduplicate needs up"
                + " to 9223372 TB; free some space, or choose a folder on another disk with"
                + " --work-dir or --spillFolder");
  }
}
