package org.shoestring.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class DiskSyncTest {
  private final Path folder;

  DiskSyncTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void tree_whatAProgramMayLeave_isPassedOver() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(deep.resolve("readonly"), "1");
    Files.setPosixFilePermissions(
        deep.resolve("readonly"), PosixFilePermissions.fromString("r--r--r--"));
    Files.writeString(deep.resolve("closed"), "1");
    Files.setPosixFilePermissions(
        deep.resolve("closed"), PosixFilePermissions.fromString("---------"));
    Files.createSymbolicLink(folder.resolve("gone"), Path.of("nowhere"));
    Files.createSymbolicLink(deep.resolve("round"), folder);
    assertThat(new ProcessBuilder("mkfifo", deep.resolve("fifo").toString()).start().waitFor())
        .isZero();
    assertThatCode(() -> DiskSync.tree(folder)).doesNotThrowAnyException();
  }

  @Test
  void file_whatIsNotThere_isAnError() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "1");
    DiskSync.file(file);
    DiskSync.folder(folder);
    assertThatThrownBy(() -> DiskSync.file(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> DiskSync.folder(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
