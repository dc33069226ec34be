package org.shoestring.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.UsageException;

/** In a process with names in UTF-8; another locale is tried with a process of its own. */
class FileNamesTest {
  private Path folder;

  @BeforeEach
  void take(@TempDir Path temp) {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")));
    folder = temp;
  }

  @Test
  void check_nameInLatin1_isTold() throws IOException {
    Path latin = Path.of(URI.create(folder.toUri() + "gr%F6.txt"));
    Files.writeString(latin, "");
    assertThatThrownBy(() -> FileNames.check(latin))
        .isInstanceOf(UsageException.class)
        .hasMessage(folder + "/gr\uFFFD.txt: this file's name is not UTF-8; rename it");
    FileNames.check(folder.resolve("größe.txt"));
  }

  @Test
  void checkGiven_utf8_losesNothing() {
    FileNames.checkGiven(List.of("größe", "\uFFFD"));
  }

  @Test
  void unusable_paths_areToldWithTheCure() {
    assertThat(FileNames.unusable(new InvalidPathException("a\0b", "x")))
        .hasMessage("'a\uFFFDb': a path cannot have a NUL character");
    assertThat(FileNames.unusable(new InvalidPathException("größe", "x"), "ANSI_X3.4-1968"))
        .hasMessage(
            "'größe': this name has letters that the locale here (ANSI_X3.4-1968) cannot"
                + " express; set a UTF-8 locale with 'export LC_ALL=C.UTF-8', and run the"
                + " command again");
  }
}
