package org.shoestring.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.remote.RemoteStore;

class SpoolOutputTest {
  private final Path folder;

  SpoolOutputTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void write_diskWithSpace_isTheFile() throws IOException {
    Path file = folder.resolve("spool");
    try (OutputStream out = SpoolOutput.to(file)) {
      out.write(1);
      out.write(new byte[] {2, 3, 4}, 1, 2);
    }

    assertThat(file).hasBinaryContent(new byte[] {1, 3, 4});
  }

  @Test
  void write_diskIsFull_saysWhereAndHowToGoOn() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full here");
    try (OutputStream out = SpoolOutput.to(full)) {
      assertThatThrownBy(() -> out.write(new byte[10]))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "/dev/full: No space left on device; free some space there, or put the workspace or"
                  + " the target on another disk");
    }
  }

  @Test
  void write_diskOfWhatIsToBeSentIsFull_saysHowToHaveItElsewhere() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full here");
    StoreFile store = TestStores.file("test", "type: s3", "endpoint: http://127.0.0.1:1");
    Path spools = folder.resolve(SpoolOutput.SPOOLS);
    Path spool = TestStores.open(store, "bucket", "", spools, new Traffic()).newSpool();
    Files.delete(spool);
    Files.createSymbolicLink(spool, full);

    try (OutputStream out = SpoolOutput.to(spool)) {
      assertThatThrownBy(() -> out.write(new byte[10]))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              spool
                  + ": No space left on device; uploads are written there first. Free"
                  + " some space, or choose another folder with --work-dir or the environment"
                  + " variable XDG_CACHE_HOME");
    }
  }

  @Test
  void copy_file_isItsBytesAndPermissions() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "content");
    assumeTrue(file.toFile().setExecutable(true), "files have no permissions here");
    Path spool = Files.createTempFile(folder, "spool", "");

    SpoolOutput.copy(file, spool);

    assertThat(spool).hasContent("content").isExecutable();
  }

  @Test
  void copy_noSuchFile_isNoMatterOfSpace() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> SpoolOutput.copy(none, folder.resolve("spool")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(none.toString());
  }

  @Test
  void newSpool_folderCannotBeMade_saysWhere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    StoreFile store = TestStores.file("test", "type: s3", "endpoint: http://127.0.0.1:1");
    RemoteStore remote = TestStores.open(store, "bucket", "", file, new Traffic());

    assertThatThrownBy(remote::newSpool)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            file
                + ": cannot write there (Not a directory), where uploads are written first; choose"
                + " another folder with --work-dir or the environment variable XDG_CACHE_HOME");
  }
}
