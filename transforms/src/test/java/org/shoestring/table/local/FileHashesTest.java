package org.shoestring.table.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.Sha256;

class FileHashesTest {
  private final Path file;
  private final List<Path> read = new ArrayList<>();
  private Duration later = Duration.ofMinutes(1);
  private final FileHashes hashes =
      new FileHashes(
          FileHashes.inProcess(),
          path -> {
            read.add(path);
            return Sha256.ofFile(path);
          },
          () -> Instant.now().plus(later));

  FileHashesTest(@TempDir Path folder) {
    this.file = folder.resolve("f");
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(file, "one");
  }

  @Test
  void of_fileThatIsTheSame_isReadOnce() throws IOException {
    String first = hashes.of(file);
    assertThat(hashes.of(file)).isEqualTo(first).isEqualTo(Sha256.ofFile(file));
    assertThat(read).containsExactly(file);
  }

  @Test
  void of_otherContentOfTheSameLengthAndTime_isReadAgain() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    String first = hashes.of(file);
    Files.writeString(file.resolveSibling("g"), "two");
    Files.setLastModifiedTime(file.resolveSibling("g"), time);
    Files.move(file.resolveSibling("g"), file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(hashes.of(file)).isNotEqualTo(first).isEqualTo(Sha256.ofFile(file));
    assertThat(read).containsExactly(file, file);
  }

  @Test
  void of_fileThatWasChangedJustNow_isReadAgain() throws IOException {
    later = Duration.ZERO; // The next change may have the same change time.
    hashes.of(file);
    hashes.of(file);
    assertThat(read).containsExactly(file, file);
  }
}
