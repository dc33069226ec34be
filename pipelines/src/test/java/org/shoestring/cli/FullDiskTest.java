package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.SmallDisk;

/** Verbs whose target is on a disk of one mebibyte. */
class FullDiskTest {
  private final Path folder;
  private final SmallDisk mounted;
  private final Path disk;

  FullDiskTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    Optional<SmallDisk> small = SmallDisk.in(folder);
    assumeTrue(small.isPresent(), SmallDisk.TAKES);
    this.mounted = small.orElseThrow();
    this.disk = mounted.path();
  }

  @AfterEach
  void unmount() {
    mounted.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cp", "import", "export"})
  void verb_diskIsFull_saysWhereAndLeavesNothing(String verb) throws IOException {
    Path source = folder.resolve("source.txt");
    Files.writeString(source, ("x".repeat(99) + "\n").repeat(20_000));
    String target = disk.resolve("target.txt").toString();

    Ran ran = Ran.by(verb, source.toString(), target);

    assertThat(ran.error(5, folder))
        .matches(
            "disk/\\.shoestring-.*\\.part: (after [1-9][0-9]* bytes: )?No space left on device;"
                + " free some space there, or put the workspace or the target on another disk");
    try (Stream<Path> files = Files.list(disk)) {
      assertThat(files).isEmpty();
    }
  }
}
