package org.shoestring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.TableName;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.table.removal.Removal;
import org.shoestring.tsv.Columns;
import org.shoestring.worker.StopSignal;

class StageMainRemovalTest {
  private static final Recipe RECIPE = new Recipe("shard", List.of(), List.of());

  private final ObjectStore store;
  private final Output output;
  private final List<String> worked = new ArrayList<>();
  private int givenUp;

  StageMainRemovalTest(@TempDir Path folder) {
    this.store = Stores.withoutOptions().at(folder.toString());
    this.output = TestStores.output(folder, RECIPE);
  }

  /** Commits an empty table; its folder is given up before that, as often as asked for. */
  private final class Work implements StageWork {
    @Override
    public Recipe recipe() {
      return RECIPE;
    }

    @Override
    public int units() {
      return 0;
    }

    @Override
    public long inputBytes() {
      return 0;
    }

    @Override
    public boolean run(Output to, IntFunction<PipelineOptions> options, StopSignal stop)
        throws IOException {
      worked.add(to.path());
      if (givenUp-- > 0) {
        Removal.of(store, to.path()).giveUp();
      }
      Commit.of(to, RECIPE, Map.of(TableName.MAIN, Columns.of("a")), 0).run();
      return true;
    }
  }

  private String made() throws Exception {
    return StageMain.made(
            output, new Work(), units -> PipelineOptionsFactory.create(), new StopSignal())
        .path();
  }

  @Test
  void made_folderGivenUpMeanwhile_isMadeInTheNext() throws Exception {
    givenUp = 1;
    assertThat(made()).isEqualTo(output.path() + ".1");
    assertThat(worked).containsExactly(output.path(), output.path() + ".1");
  }

  @Test
  void made_folderGivenUpAgainAndAgain_failsAndSaysWhy() {
    givenUp = Integer.MAX_VALUE;
    assertThatThrownBy(this::made)
        .isInstanceOf(OutputRemovedException.class)
        .hasMessage(
            output.name()
                + ": gc removed what it makes or reads 3 times while it was at work; give gc a"
                + " longer --grace, and run again");
    assertThat(worked).containsExactly(output.path(), output.path() + ".1", output.path() + ".2");
  }

  @Test
  void made_there_isFoundUnlessItIsRemoved() throws Exception {
    assertThat(made()).isEqualTo(output.path());
    Removal removal = Removal.of(store, output.path());
    int question = removal.ask().orElseThrow();
    assertThat(made()).isEqualTo(output.path());
    assertThat(removal.answer(question, false)).as("removed, though it was just found").isFalse();
    assertThat(worked).containsExactly(output.path());

    removal.answer(removal.ask().orElseThrow(), false);
    assertThat(made()).isEqualTo(output.path() + ".1");
  }
}
