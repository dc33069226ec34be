package org.shoestring.train.checkpoint.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.Sha256;
import org.shoestring.train.preset.FoundCheckpoint;

/**
 * Snapshots on a real btrfs in a file, which only root can mount; elsewhere the test is skipped.
 */
class ReflinkTest {
  private static final int FILE = 160 << 20;

  private final Path temp;

  ReflinkTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void copy_fileSystemWithoutReflinks_leavesNothing() throws IOException {
    Path from = Files.writeString(temp.resolve("a"), "weights");
    assumeTrue(!Files.getFileStore(temp).type().matches("btrfs|xfs|bcachefs|apfs"));

    assertThat(Reflink.copy(from, temp.resolve("b"))).isFalse();

    assertThat(temp.resolve("b")).doesNotExist();
  }

  /** Two copies would not fit on the disk. */
  @Test
  void take_fileSystemWithReflinks_takesNoRoomAndKeepsWhatTheTrainerOverwrites() throws Exception {
    Path disk = mountBtrfs();
    try {
      Path local = Files.createDirectory(disk.resolve("local"));
      Path weights = Files.write(local.resolve("model-1.bin"), new byte[0]);
      byte[] random = new byte[1 << 20];
      new Random(1).nextBytes(random);
      try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
        for (int at = 0; at < FILE; at += random.length) {
          file.write(random);
        }
      }
      assertThat(Files.getFileStore(disk).getTotalSpace()).isLessThanOrEqualTo(2L * FILE);

      try (Snapshot snapshot =
          Snapshot.take(
                  local,
                  new FoundCheckpoint(
                      "model-1.bin",
                      List.of("model-1.bin"),
                      List.of(),
                      OptionalLong.of(1),
                      Optional.empty()),
                  disk.resolve("work/snapshot"))
              .orElseThrow()) {
        String before = snapshot.files().keySet().iterator().next().sha256();
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
          file.writeInt(1);
        }

        Path copy = snapshot.folder().resolve("model-1.bin");
        assertThat(Sha256.ofFile(copy)).isEqualTo(before);
        assertThat(Sha256.ofFile(weights)).isNotEqualTo(before);
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  private Path mountBtrfs() throws Exception {
    Path image = temp.resolve("disk.img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(320L << 20);
    }
    Path disk = Files.createDirectory(temp.resolve("disk"));
    assumeTrue(
        run("mkfs.btrfs", "-q", image.toString()) == 0
            && run("mount", "-o", "loop", image.toString(), disk.toString()) == 0,
        "no btrfs can be mounted here");
    return disk;
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return 127;
    }
  }
}
