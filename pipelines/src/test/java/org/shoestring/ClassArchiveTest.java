package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.ClassArchive;

/** The archive with which the processes of other tests start. */
@Timeout(150)
class ClassArchiveTest {
  private final Path folder;

  ClassArchiveTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private String version(List<String> flags, String... more)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return Shoestring.in(folder).with(all.toArray(new String[0])).run("--version").good().out();
  }

  @Test
  void flags_archiveIsWorthIt_takeOurClassesFromIt() throws Exception {
    ClassArchive archive = ClassArchive.in(folder.resolve("a"), 1, this::version);
    String plain = version(archive.flags());

    List<String> flags = archive.flags();

    assertThat(version(flags)).isEqualTo(plain);
    assertThat(version(flags, "-Xlog:class+load"))
        .containsPattern("org.shoestring.cli.Verbs source: shared objects file");
    assertThat(ClassArchive.in(folder.resolve("a"), 1, this::version).flags()).isEqualTo(flags);
  }

  @Test
  void flags_noArchiveCanBeMade_areThoseOfNone() throws Exception {
    ClassArchive archive =
        ClassArchive.in(
            folder.resolve("a"),
            0,
            flags -> {
              throw new IOException("no archive here");
            });
    assertThat(archive.flags()).isEqualTo(archive.flags()).hasSize(2);
  }
}
