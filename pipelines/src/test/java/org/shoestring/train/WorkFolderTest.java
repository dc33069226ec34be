package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;

/** The local folder of a program. */
class WorkFolderTest {
  private final Path folder;

  WorkFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void take_startedProgramDamaged_saysWhatToDo() throws Exception {
    Path program = folder.resolve("program");
    for (String damaged :
        List.of(
            "",
            "1",
            "1\n",
            "\n\n",
            "-1\n2026-01-01T00:00:00Z\n",
            "1\n2026-99\n",
            "1\nx\ny\n",
            "1\n\na\n",
            "1\n\na\n",
            "99999999999999999999\n2026-01-01T00:00:00Z\n",
            "\0",
            "\u00e9\n")) {
      Files.writeString(program, damaged);
      assertThatThrownBy(() -> WorkFolder.take(folder, remark -> {}))
          .as(damaged)
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(program + ":1: '")
          .hasMessageEndingWith(
              " is not the number, the start time and the mark of a process, a line each; end the"
                  + " program that may still work in "
                  + folder
                  + ", then delete the file");
    }
  }
}
