package org.shoestring.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWalkTest {
  private static final int ROUNDS = 1000;

  private final Path folder;

  FolderWalkTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, name);
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    FolderWalk.files(folder, files::add);
    return files;
  }

  @Test
  void files_below_areAllButFolders() throws IOException {
    Path a = write("a");
    Path deep = write("x/y/b");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("x"));

    assertThat(files()).containsExactlyInAnyOrder(a, deep, link);
    assertThat(FolderWalk.entries(folder)).containsExactlyInAnyOrder(a, folder.resolve("x"), link);
  }

  @Test
  void every_folderThatIsNotThere_isEmpty() throws IOException {
    Path none = folder.resolve("none");
    FolderWalk.files(none, file -> assertThat(file).isNull());
    FolderWalk.remove(none);

    assertThat(FolderWalk.entries(none)).isEmpty();
  }

  @Test
  void files_vanishWhileTheyAreGiven_areNoErrors() throws IOException {
    for (int i = 0; i < 20; i++) {
      write("x" + i + "/a");
    }
    List<Path> given = new ArrayList<>();
    FolderWalk.files(
        folder,
        file -> {
          given.add(file);
          for (int i = 0; i < 20; i++) {
            FolderWalk.remove(folder.resolve("x" + i));
          }
        });

    assertThat(given).hasSize(1);
  }

  @Test
  void remove_folderWithLinkToAnother_leavesTheOther() throws IOException {
    Path kept = write("kept/a");
    write("gone/b");
    Files.createSymbolicLink(folder.resolve("gone/link"), folder.resolve("kept"));

    FolderWalk.remove(folder.resolve("gone"));

    assertThat(files()).containsExactly(kept);
  }

  /** Root may read everything. */
  @Test
  void files_folderThatMayNotBeRead_isTold() throws IOException {
    write("closed/a");
    Path closed = folder.resolve("closed");
    assumeTrue(closed.toFile().setReadable(false) && !Files.isReadable(closed), "this is root");

    assertThatThrownBy(this::files).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> FolderWalk.entries(closed)).isInstanceOf(AccessDeniedException.class);
    assertThat(closed.toFile().setReadable(true)).isTrue();
  }

  @Test
  void every_whileOthersMakeAndRemove_neverFailsAndHasWhatStays() throws Exception {
    Path kept = write("kept/a");
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch changing = new CountDownLatch(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Void>> changes = new ArrayList<>();
      for (String mine : List.of("one", "two")) {
        changes.add(
            threads.submit(
                () -> {
                  do {
                    write(mine + "/x/y/a");
                    write(mine + "/x/b");
                    FolderWalk.remove(folder.resolve(mine));
                    changing.countDown();
                  } while (!done.get());
                  return null;
                }));
      }
      changing.await();
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(files()).contains(kept);
        assertThat(FolderWalk.entries(folder)).contains(folder.resolve("kept"));
        assertThat(FolderWalk.entries(folder.resolve("one/x"))).hasSizeLessThanOrEqualTo(2);
      }
      done.set(true);
      for (Future<Void> change : changes) {
        change.get();
      }
    } finally {
      done.set(true);
      threads.shutdown();
    }
    assertThat(files()).containsExactly(kept);
  }
}
