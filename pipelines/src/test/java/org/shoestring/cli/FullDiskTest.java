package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verbs whose target is on a disk of one mebibyte; mounting one takes root. */
class FullDiskTest {
  private final Path folder;
  private final Path disk;

  FullDiskTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
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
    runs("umount", disk.toString());
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(new File("/dev/null")))
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
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
