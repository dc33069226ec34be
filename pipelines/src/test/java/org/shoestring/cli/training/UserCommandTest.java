package org.shoestring.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command behind {@code --}, as it is run and as it is said. */
class UserCommandTest {
  private static final Path FOLDER = Path.of("/my disk/it's");

  @Test
  void in_words_getTheFolderAsItIs() {
    assertThat(new UserCommand(List.of("t.py", "--out={checkpoints}", "two words")).in(FOLDER))
        .containsExactly("t.py", "--out=/my disk/it's", "two words");
  }

  @Test
  void in_lineForTheShell_getsTheFolderQuoted() {
    assertThat(new UserCommand(List.of("sh t.sh {checkpoints} \"{checkpoints}/x\"")).in(FOLDER))
        .containsExactly("/bin/sh", "-c", "sh t.sh '/my disk/it'\\''s' \"/my disk/it's/x\"");
  }

  @Test
  void namesCheckpoints_variableOfTheShell_isNoPlaceholder() {
    assertThat(new UserCommand(List.of("sh t.sh {checkpoints}")).namesCheckpoints()).isTrue();
    assertThat(new UserCommand(List.of("sh t.sh ${checkpoints}")).namesCheckpoints()).isFalse();
  }

  @Test
  void shown_arguments_areOnlyCounted() {
    assertThat(new UserCommand(List.of("train")).shown()).isEqualTo("'train'");
    assertThat(new UserCommand(List.of("sh", "t.sh")).shown()).isEqualTo("'sh' and 1 more word");
    assertThat(new UserCommand(List.of("sh", "t.sh", "--token", "secret")).shown())
        .isEqualTo("'sh' and 3 more words");
    assertThat(new UserCommand(List.of("TOKEN=secret sh t.sh")).shown())
        .isEqualTo("'sh -c' and a line for it");
  }
}
