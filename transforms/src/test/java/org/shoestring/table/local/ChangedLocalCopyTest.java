package org.shoestring.table.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;

/** Copies that a program has changed, or that were cut short. */
class ChangedLocalCopyTest extends LocalCopyCase {
  @Test
  void ofFiles_changedFile_isFetchedAgainAndTold() throws IOException {
    Manifest manifest = files();
    copy(manifest);
    replace("c.txt", "CONTENT of c.txt");
    copy(manifest);
    assertThat(copy.resolve("c.txt")).hasContent("content of c.txt");
    assertThat(told()).isEqualTo("c.txt was changed, and is restored");
  }

  @Test
  void ofFiles_changedInPlaceAtTheSameSizeAndTime_isFetchedAgain() throws IOException {
    Manifest manifest = files();
    copy(manifest);
    Path file = copy.resolve("c.txt");
    FileTime time = Files.getLastModifiedTime(file);
    assertThat(file.toFile().setWritable(true)).isTrue();
    Files.writeString(file, "CONTENT of c.txt");
    Files.setLastModifiedTime(file, time);
    copy(manifest);
    assertThat(file).hasContent("content of c.txt");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--r--r--");
    assertThat(told()).isEqualTo("c.txt was changed, and is restored");
  }

  @Test
  void ofFiles_removedAndAdded_areAsTheyWereAndTold() throws IOException {
    Manifest manifest = files();
    copy(manifest);
    Files.delete(copy.resolve("a/b.txt"));
    Files.createDirectories(copy.resolve("d/e"));
    Files.writeString(copy.resolve("d/e/f"), "x");
    Files.createSymbolicLink(copy.resolve("a/link"), Path.of("nowhere"));
    copy(manifest);
    assertThat(copy.resolve("a/b.txt")).hasContent("content of a/b.txt");
    assertThat(copy.resolve("d")).doesNotExist();
    assertThat(Files.isSymbolicLink(copy.resolve("a/link"))).isFalse();
    assertThat(told())
        .isEqualTo(
            "a/b.txt was removed, and is restored; a/link was added, and is removed;"
                + " d was added, and is removed");
  }

  @Test
  void ofFiles_folderForAFileAndFileForAFolder_areRestored() throws IOException {
    Manifest manifest = files();
    copy(manifest);
    Files.delete(copy.resolve("a/b.txt"));
    Files.delete(copy.resolve("a"));
    Files.writeString(copy.resolve("a"), "a file");
    Files.delete(copy.resolve("c.txt"));
    Files.createDirectories(copy.resolve("c.txt/x"));
    copy(manifest);
    assertThat(copy.resolve("a/b.txt")).hasContent("content of a/b.txt");
    assertThat(copy.resolve("c.txt")).hasContent("content of c.txt");
  }

  @Test
  void ofFiles_linkInPlaceOfTheFolder_doesNotReachWhatItNames() throws IOException {
    Manifest manifest = files();
    copy(manifest);
    Path elsewhere = copy.resolveSibling("elsewhere");
    Files.move(copy, elsewhere);
    Files.writeString(elsewhere.resolve("own"), "kept");
    Files.createSymbolicLink(copy, elsewhere);
    copy(manifest);
    assertThat(Files.isSymbolicLink(copy)).isFalse();
    assertThat(copy.resolve("c.txt")).hasContent("content of c.txt");
    assertThat(elsewhere.resolve("own")).hasContent("kept");
  }

  @Test
  void ofFiles_touchedOnly_isKeptWithoutAWord() throws IOException {
    Manifest manifest = files();
    copy(manifest);
    Object inode = Files.getAttribute(copy.resolve("c.txt"), "unix:ino");
    Files.setLastModifiedTime(copy.resolve("c.txt"), FileTime.fromMillis(1));
    copy(manifest);
    assertThat(Files.getAttribute(copy.resolve("c.txt"), "unix:ino")).isEqualTo(inode);
    assertThat(remarks).isEmpty();
  }

  @Test
  void ofFiles_killedBeforeItWasRecorded_isCompletedWithoutAWord() throws IOException {
    Manifest manifest = files();
    copy(manifest);
    Files.delete(copy.resolveSibling("copy.copy.tsv"));
    Object inode = Files.getAttribute(copy.resolve("c.txt"), "unix:ino");
    replace("a/b.txt", "half");
    Files.writeString(copy.resolveSibling("copy.part"), "half");
    copy(manifest);
    assertThat(copy.resolve("a/b.txt")).hasContent("content of a/b.txt");
    assertThat(Files.getAttribute(copy.resolve("c.txt"), "unix:ino")).isEqualTo(inode);
    assertThat(remarks).isEmpty();
  }

  @Test
  void ofTable_changedManifestAndShard_areRestored() throws IOException {
    Table table = table("dev");
    LocalCopy.ofTable(table, copy, remarks::add);
    String shard = table.shards().get(0).name();
    replace(Manifest.NAME, "x");
    replace(shard, "x");
    LocalCopy.ofTable(table, copy, remarks::add);
    assertThat(Table.in(Stores.withoutOptions(), copy.toString(), TableName.MAIN).digest())
        .isEqualTo(table.digest());
    assertThat(told())
        .isEqualTo(
            "_manifest.tsv was changed, and is restored; "
                + shard
                + " was changed, and is restored");
  }
}
