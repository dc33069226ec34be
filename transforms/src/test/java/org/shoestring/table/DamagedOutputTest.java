package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.Stores;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.record.Shard;
import org.shoestring.table.removal.Removal;

class DamagedOutputTest {
  private static final String NAME = Made.recipe("x").outputName();

  private final Path folder;

  DamagedOutputTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void cure_outputOfAWorkspace_isACommandAndNeverToDelete() {
    String before = "restore it, or run again after this command: shoestring gc ";
    for (String[] one :
        List.of(
            new String[] {"/w/outputs/" + NAME, "/w " + NAME},
            new String[] {"s3://b/a/outputs/" + NAME + ".2", "s3://b/a " + NAME + ".2"},
            new String[] {"/my work/outputs/" + NAME, "'/my work' " + NAME},
            new String[] {"outputs/" + NAME, ". " + NAME},
            new String[] {"/outputs/" + NAME, "/. " + NAME})) {
      assertThat(OutputFolder.cure(one[0])).isEqualTo(before + one[1]);
    }
  }

  @Test
  void cure_otherFolder_isToDelete() {
    for (String other : List.of("/copies/a", "/w/outputs/mine", "/w/" + NAME)) {
      assertThat(OutputFolder.cure(other))
          .isEqualTo("restore it, or delete " + other + " to make it again");
    }
  }

  @Test
  void read_removedByGcMeanwhile_saysSo() throws IOException {
    Output output = Made.output(folder, "x");
    Table table = Made.table(output, "x", List.of(List.of("a\tb")));
    Removal removal = Removal.of(Stores.withoutOptions().at(folder.toString()), output.path());
    removal.answer(removal.ask().orElseThrow(), false);
    removal.seal();
    Shard shard = table.shards().get(0);
    Files.delete(Made.file(shard));

    assertThatThrownBy(() -> Made.read(table.rows(0)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            Made.file(shard)
                + ": the shard is missing; gc removed this output while it was read: run the"
                + " command again");
  }
}
