package org.shoestring.train.preset;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.files.FolderWalk;

class FolderFilesTest {
  @TempDir Path temp = Path.of("");

  private Path folder() throws IOException {
    return Files.createDirectories(temp.resolve("checkpoints"));
  }

  @Test
  void of_absentOrEmptyFolder_hasNone() throws IOException {
    assertThat(FolderFiles.of(temp.resolve("none")).files()).isEmpty();
    Files.createDirectories(folder().resolve("empty"));
    assertThat(FolderFiles.of(folder()).files()).isEmpty();
    assertThat(FolderFiles.of(folder()).leftOut()).isEmpty();
  }

  @Test
  void of_files_goByTheirPaths() throws IOException {
    new LaidOut(folder()).with("a/b.pt", "abc").with(".hidden", "").at("a/b.pt", 7);

    FolderFiles files = FolderFiles.of(folder());

    assertThat(files.files()).containsOnlyKeys(".hidden", "a/b.pt");
    FolderFiles.FileFacts facts = requireNonNull(files.files().get("a/b.pt"));
    assertThat(facts.bytes()).isEqualTo(3);
    assertThat(facts.modified().toMillis()).isEqualTo(7000);
    assertThat(facts.target()).isEmpty();
  }

  @Test
  void of_links_areFollowedWithinTheFolder() throws IOException {
    Path folder = folder();
    new LaidOut(folder).with("a/b.pt", "abc");
    Files.writeString(temp.resolve("outside"), "x");
    Files.createSymbolicLink(folder.resolve("last.pt"), Path.of("a/b.pt"));
    Files.createSymbolicLink(folder.resolve("latest"), folder.resolve("a"));
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("none"));
    Files.createSymbolicLink(folder.resolve("out"), Path.of("../outside"));
    Files.createSymbolicLink(folder.resolve("a/up"), Path.of(".."));
    Files.createSymbolicLink(folder.resolve("self"), Path.of("self"));

    FolderFiles files = FolderFiles.of(folder);

    assertThat(files.files()).containsOnlyKeys("a/b.pt", "last.pt", "latest/b.pt");
    assertThat(requireNonNull(files.files().get("last.pt")).target())
        .isEqualTo(Optional.of("a/b.pt"));
    assertThat(requireNonNull(files.files().get("latest/b.pt")).target())
        .isEqualTo(Optional.of("a/b.pt"));
    assertThat(requireNonNull(files.files().get("last.pt")).bytes()).isEqualTo(3);
    assertThat(files.leftOut())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "a/up", "is a link that goes round",
                "latest/up", "is a link that goes round",
                "dangling", "is a broken link",
                "self", "is a broken link",
                "out", "is a link that leaves the folder"));
  }

  @Test
  void of_folderThatIsALinkItself_isLookedInto() throws IOException {
    new LaidOut(folder()).with("a.pt", "x");
    Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("checkpoints"));

    assertThat(FolderFiles.of(link).files()).containsOnlyKeys("a.pt");
    assertThat(FolderFiles.of(link).folder()).isEqualTo(link);
  }

  @Test
  void of_namesThatCannotBeStored_areLeftOut() throws Exception {
    Path folder = folder();
    Process process =
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'a\\377.pt')\"; printf x > 'b\\c.pt'")
            .directory(folder.toFile())
            .start();
    assumeTrue(process.waitFor() == 0, "this file system has only names in UTF-8");

    FolderFiles files = FolderFiles.of(folder);

    assertThat(files.files()).isEmpty();
    assertThat(files.leftOut().values())
        .containsExactlyInAnyOrder(
            "has a name that is not UTF-8, or that the locale cannot express", "has a backslash");
  }

  @Test
  void of_pipe_isLeftOut() throws Exception {
    Process process = new ProcessBuilder("mkfifo", folder().resolve("pipe.pt").toString()).start();
    assumeTrue(process.waitFor() == 0, "no mkfifo here");

    assertThat(FolderFiles.of(folder()).leftOut())
        .containsExactly(Map.entry("pipe.pt", "is neither a file nor a folder"));
  }

  /** A trainer removes old checkpoints while its folder is looked at. */
  @Test
  void of_folderThatOthersChange_isListedWithoutAnException() throws Exception {
    Path folder = folder();
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Integer> trainer =
        CompletableFuture.supplyAsync(
            () -> {
              int rounds = 0;
              while (!stop.get()) {
                try {
                  LaidOut files = new LaidOut(folder);
                  files.with("a/b/c.pt", "x").with("d.pt", "x");
                  Files.createSymbolicLink(folder.resolve("last.pt"), Path.of("d.pt"));
                  Files.createSymbolicLink(folder.resolve("latest"), Path.of("a"));
                  FolderWalk.remove(folder.resolve("a"));
                  Files.delete(folder.resolve("d.pt"));
                  Files.delete(folder.resolve("last.pt"));
                  Files.delete(folder.resolve("latest"));
                  rounds++;
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
              return rounds;
            });
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 3000; i++) {
      seen.addAll(FolderFiles.of(folder).files().keySet());
    }
    stop.set(true);

    assertThat(trainer.get()).isPositive();
    assertThat(seen).isSubsetOf("a/b/c.pt", "d.pt", "last.pt", "latest/b/c.pt");
  }
}
