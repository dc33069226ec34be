package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.Stores;
import org.shoestring.tsv.BadDataException;

class DamagedOutputTest {
  private static final String NAME = Made.recipe("x").outputName();

  private final Path folder;

  DamagedOutputTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void cure_outputOfAWorkspace_isACommandAndNeverToDelete() {
    assertThat(DamagedOutput.cure("/w/outputs/" + NAME))
        .isEqualTo("restore it, or remove the output (gc /w " + NAME + ") and run again");
    assertThat(DamagedOutput.cure("s3://bucket/a/b/outputs/" + NAME + ".2"))
        .isEqualTo(
            "restore it, or remove the output (gc s3://bucket/a/b " + NAME + ".2) and run again");
    assertThat(DamagedOutput.cure("/my work/outputs/" + NAME)).contains("(gc '/my work' " + NAME);
    assertThat(DamagedOutput.cure("outputs/" + NAME)).contains("(gc . " + NAME);
    assertThat(DamagedOutput.cure("/outputs/" + NAME)).contains("(gc /. " + NAME);
  }

  @Test
  void cure_otherFolder_isToDelete() {
    for (String other : List.of("/copies/a", "/w/outputs/mine", "/w/" + NAME)) {
      assertThat(DamagedOutput.cure(other))
          .isEqualTo("restore it, or delete " + other + " to make it again");
    }
  }

  @Test
  void read_removedByGcMeanwhile_saysSo() throws IOException {
    Output output = Made.output(folder, "x");
    Table table = Made.table(output, "x", List.of(List.of("a\tb")));
    Removal removal = Removal.of(Stores.at(folder.toString()), output.path());
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
