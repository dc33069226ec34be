package org.shoestring.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

class FileIdentityTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.ofEpochSecond(1_000_000_000));

  @TempDir private Path folder = Path.of("");

  private Path file(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setLastModifiedTime(file, LONG_AGO);
  }

  @Test
  void of_sameFileTwice_isEqual() throws IOException {
    Path file = file("a", "one");

    assertThat(FileIdentity.of(file)).isEqualTo(FileIdentity.of(file));
    assertThat(FileIdentity.of(file).bytes()).isEqualTo(3);
    assertThat(FileIdentity.of(file).modified()).isEqualTo(LONG_AGO.toInstant());
  }

  @Test
  void of_anotherFileOfTheSameSizeAndTime_isAnother() throws IOException {
    FileIdentity before = FileIdentity.of(file("a", "one"));
    Files.move(file("b", "two"), folder.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
    FileIdentity after = FileIdentity.of(folder.resolve("a"));

    assertThat(after.bytes()).isEqualTo(before.bytes());
    assertThat(after.modified()).isEqualTo(before.modified());
    assertThat(after.inode()).isNotEqualTo(before.inode());
    assertThat(after.version()).isNotEqualTo(before.version());
  }

  @Test
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void of_rewrittenInPlaceWithTheOldTime_isAnother() throws IOException {
    Path file = file("a", "one");
    FileIdentity before = FileIdentity.of(file);
    FileIdentity after = before;
    while (after.changed().equals(before.changed())) { // The clock of a file system may be coarse.
      file("a", "two");
      after = FileIdentity.of(file);
    }

    assertThat(after.modified()).isEqualTo(before.modified());
    assertThat(after.inode()).isEqualTo(before.inode());
    assertThat(after.version()).isNotEqualTo(before.version());
  }

  @Test
  void of_link_isWhatItLeadsToUnlessAskedOtherwise() throws IOException {
    Path file = file("a", "one");
    Path link = Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));

    assertThat(FileIdentity.of(link)).isEqualTo(FileIdentity.of(file));
    assertThat(FileIdentity.of(link, LinkOption.NOFOLLOW_LINKS).inode())
        .isNotEqualTo(FileIdentity.of(file).inode());
  }

  @Test
  void of_nothing_saysSo() {
    assertThatThrownBy(() -> FileIdentity.of(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void isSettled_justChanged_isNot() {
    Instant changed = Instant.parse("2026-01-01T00:00:00Z");
    FileIdentity identity = new FileIdentity(1, changed.minusSeconds(60), changed, 1);
    assertThat(identity.isSettled(changed.plusMillis(1999))).isFalse();
    assertThat(identity.isSettled(changed.plusMillis(2001))).isTrue();
  }
}
