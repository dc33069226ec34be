package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.StoreException;
import org.shoestring.tsv.Row;

/** Shards on a disk of one mebibyte; mounting one takes root. */
class FullDiskTest {
  private final Path disk;

  FullDiskTest(@TempDir Path folder) throws IOException {
    this.disk = Files.createDirectory(folder.resolve("disk"));
  }

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        runs("mount", "-t", "tmpfs", "-o", "size=1m", "shoestring-test", disk.toString()),
        "no disk can be mounted here: that takes root on Linux");
  }

  @AfterEach
  void unmount() throws Exception {
    runs("umount", "-l", disk.toString()); // This process keeps a lock there until it ends.
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      File nowhere = new File("/dev/null");
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(nowhere))
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  @Test
  void write_diskIsFull_saysWhereAndLeavesNothing() throws IOException {
    Output output = Made.output(disk, "x");
    Random random = new Random(1);
    byte[] bytes = new byte[1000];

    assertThatThrownBy(
            () -> {
              try (ShardWriter writer = output.newShard(Table.MAIN, 0, 0)) {
                for (int line = 0; line < 3000; line++) {
                  random.nextBytes(bytes);
                  writer.write(Row.of("a", HexFormat.of().formatHex(bytes)));
                }
                writer.finish();
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "\\Q"
                + disk.resolve("_tmp")
                + "\\E/[^/]+/spool[0-9]+: after [0-9]+ bytes: No space left on device; free some"
                + " space there, or use another disk: name a folder of it with --work-dir, or move"
                + " the workspace if it is a folder there");

    try (Stream<Path> files = Files.walk(disk)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("lock");
    }
    assertThat(Made.file(Made.shard(output, Table.MAIN, 0, List.of("a\tb")))).exists();
  }
}
