package org.shoestring.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.SmallDisk;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.SpoolOutput;
import org.shoestring.store.object.StoreException;
import org.shoestring.table.record.TableName;
import org.shoestring.tsv.TsvRow;

/** Spools on a disk of one mebibyte. */
class FullDiskTest {
  private final SmallDisk mounted;
  private final Path disk;

  FullDiskTest(@TempDir Path folder) throws Exception {
    Optional<SmallDisk> small = SmallDisk.in(folder);
    assumeTrue(small.isPresent(), SmallDisk.TAKES);
    this.mounted = small.orElseThrow();
    this.disk = mounted.path();
  }

  @AfterEach
  void unmount() {
    mounted.close();
  }

  /** Rows of about 1000 bytes each, compressed. */
  private static Stream<String> noise(int rows) {
    Random random = new Random(1);
    return Stream.generate(
            () -> {
              byte[] bytes = new byte[1000];
              random.nextBytes(bytes);
              return "a\t" + HexFormat.of().formatHex(bytes);
            })
        .limit(rows);
  }

  /** A message about a spool in a folder of this process below another. */
  private static String full(Path folder, String after) {
    return "\\Q"
        + folder
        + "\\E/[^/]+/spool-[0-9a-f-]{36}-[0-9]+: "
        + after
        + "No space left on device; free some space there, or put the workspace or the target on"
        + " another disk";
  }

  private void leavesNothing() throws IOException {
    try (Stream<Path> files = Files.walk(disk)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("lock");
    }
  }

  @Test
  void write_diskIsFull_saysWhereAndLeavesNothing() throws IOException {
    Output output = Made.output(disk, "x");

    assertThatThrownBy(
            () -> {
              try (ShardWriter writer = output.newShard(TableName.MAIN, 0, 0)) {
                for (String line : (Iterable<String>) noise(3000)::iterator) {
                  writer.write(TsvRow.parse(line.getBytes(UTF_8)));
                }
                writer.finish();
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(full(disk.resolve("_tmp"), "after [0-9]+ bytes: "));

    leavesNothing();
    assertThat(Made.file(Made.shard(output, TableName.MAIN, 0, List.of("a\tb")))).exists();
  }

  @Test
  void replace_diskIsFull_saysWhereAndLeavesWhatWasThere() throws IOException {
    ObjectStore store = Stores.withoutOptions().at(disk.toString());
    store.replace("a", new byte[] {1});

    assertThatThrownBy(() -> store.replace("a", new byte[2 << 20]))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(full(disk.resolve("_tmp"), ""));

    store.delete("a");
    leavesNothing();
  }

  @Test
  void copyOfAFile_diskIsFull_saysWhereAndLeavesNothing(@TempDir Path elsewhere)
      throws IOException {
    Path file = Files.write(elsewhere.resolve("model"), new byte[2 << 20]);
    Path spool = Stores.withoutOptions().at(disk.toString()).newSpool();

    assertThatThrownBy(() -> SpoolOutput.copy(file, spool))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(full(disk.resolve("_tmp"), "after [0-9]+ bytes: "));

    leavesNothing();
  }

  @Test
  void copyOfAnOutput_diskIsFull_saysWhereAndLeavesNothing(@TempDir Path elsewhere)
      throws IOException {
    Output output = Made.output(elsewhere, "x");
    Made.table(output, "x", List.of(noise(2000).toList()));
    Path to = disk.resolve("copy");

    assertThatThrownBy(
            () ->
                OutputCopy.run(
                    Stores.withoutOptions(), output.folder(), to.toString(), (object, bytes) -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(full(to.resolve("_tmp"), "after [0-9]+ bytes: "));

    leavesNothing();
  }
}
