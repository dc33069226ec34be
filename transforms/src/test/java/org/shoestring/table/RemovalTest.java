package org.shoestring.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.UsageException;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.store.Stores;
import org.shoestring.table.Output.Located;
import org.shoestring.table.Removal.State;
import org.shoestring.tsv.Codec;
import org.shoestring.tsv.Columns;

class RemovalTest {
  private static final String NAME = "shard-" + "0".repeat(32);

  private final Path folder;
  private final ObjectStore store;
  private final Output output;
  private final Removal removal;

  RemovalTest(@TempDir Path folder) {
    this.folder = folder;
    this.store = Stores.at(folder.toString());
    this.output = Output.in(folder.toString(), NAME, Codec.GZIP, 1);
    this.removal = Removal.of(store, output.path());
  }

  private Manifest make() throws IOException {
    return Made.table(output, "x", List.of(List.of("a\tb"))).manifest();
  }

  private Output generation(int number) {
    return new Output(folder.toString(), "outputs/" + NAME + "." + number, Codec.GZIP, 1);
  }

  private byte[] stored() throws IOException {
    try (InputStream in = store.open(output.path() + "/_manifest.tsv")) {
      return in.readAllBytes();
    }
  }

  private List<String> names() throws IOException {
    return store.list(output.path() + "/_removal/").stream()
        .map(object -> object.name().substring(output.path().length() + 1))
        .toList();
  }

  @Test
  void locate_nothing_isTheFirstFolder() throws IOException {
    assertThat(output.locate()).isEqualTo(new Located(output, Optional.empty()));
    assertThat(removal.look().state()).isEqualTo(State.OPEN);
  }

  @Test
  void giveUp_open_letsItBeMadeInTheNextFolders() throws IOException {
    assertThat(removal.giveUp()).isTrue();
    assertThat(removal.giveUp()).as("again").isTrue();
    assertThat(removal.look().state()).isEqualTo(State.GIVEN_UP);
    assertThat(output.locate().output()).isEqualTo(generation(1));
    assertThat(output.hold().output()).isEqualTo(generation(1));
    assertThat(generation(1).name()).isEqualTo(NAME);
    assertThat(Removal.of(store, generation(1).path()).giveUp()).isTrue();
    assertThat(output.locate().output()).isEqualTo(generation(2));
    assertThat(output.locate().manifest()).isEmpty();

    assertThatThrownBy(this::make).isInstanceOf(OutputRemovedException.class);
  }

  @Test
  void giveUp_madeJustNow_isTooLate() throws IOException {
    Manifest made = make();
    assertThat(removal.giveUp()).isFalse();
    assertThat(output.manifest()).contains(made);
  }

  @Test
  void ask_marksTheManifestWhichStillCounts() throws IOException {
    Manifest made = make();
    String text = new String(stored(), UTF_8);
    assertThat(removal.ask()).isZero();
    assertThat(removal.ask()).as("the same, as long as it is open").isZero();
    assertThat(new String(stored(), UTF_8)).startsWith(text).isNotEqualTo(text);
    assertThat(output.manifest()).contains(made);
    assertThat(Table.findManifest(output.folder())).contains(made);
    assertThat(names()).containsExactly("_removal/000000-question");
  }

  @Test
  void hold_openQuestion_isAnsweredWithKept() throws IOException {
    Manifest made = make();
    int question = removal.ask();
    assertThat(output.hold().manifest()).contains(made);
    assertThat(removal.answer(question, false)).as("removed").isFalse();
    assertThat(output.hold().manifest()).contains(made);

    int next = removal.ask();
    assertThat(next).isEqualTo(question + 1);
    assertThat(removal.answer(next, false)).isTrue();
    assertThat(output.hold()).isEqualTo(generation(1).locate());
  }

  @Test
  void answer_used_isKept() throws IOException {
    make();
    int question = removal.ask();
    assertThat(removal.answer(question, true)).isFalse();
    assertThat(removal.answer(question, false)).as("of another collector").isFalse();
    assertThat(output.locate().output()).isEqualTo(output);
  }

  @Test
  void look_answeredWithRemoved_isGivenUpEvenBeforeTheTombstone() throws IOException {
    make();
    removal.answer(removal.ask(), false);
    assertThat(output.manifest()).isEmpty();
    assertThat(output.locate().output()).isEqualTo(generation(1));
    assertThat(removal.ask()).as("by another collector").isZero();
    assertThat(removal.answer(0, true)).as("too late").isTrue();
  }

  @Test
  void look_markThatLandsOnTheTombstone_isGivenUpStill() throws IOException {
    make();
    int question = removal.ask();
    byte[] marked = stored();
    assertThat(removal.answer(question, false)).isTrue();
    removal.seal();
    StoredObject tombstone = store.stat(output.path() + "/_manifest.tsv").orElseThrow();
    assertThat(removal.isTombstone(tombstone)).isTrue();
    assertThat(removal.look().state()).isEqualTo(State.GIVEN_UP);

    store.replace(output.path() + "/_manifest.tsv", marked); // By one that was suspended.
    assertThat(removal.look().state()).isEqualTo(State.GIVEN_UP);
    assertThat(output.hold().output()).isEqualTo(generation(1));
  }

  @Test
  void findManifest_givenUp_tellsWhereToLook() throws IOException {
    removal.giveUp();
    assertThatThrownBy(() -> Table.at(output.folder()))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            output.folder()
                + ": gc removed the output that was here; if it was made again, it is in "
                + NAME
                + ".1 beside it");
  }

  @Test
  void copy_intoAFolderThatWasGivenUp_goesIntoTheNext() throws IOException {
    Manifest made = Made.table(Made.output(folder, "a"), "a", List.of(List.of("a\tb"))).manifest();
    removal.giveUp();
    OutputCopy.run(Made.output(folder, "a").folder(), output.folder(), (object, bytes) -> {});
    assertThat(generation(1).manifest().orElseThrow().text()).isEqualTo(made.text());
  }

  @Test
  void commit_shardsDeletedAfterTheFolderWasGivenUp_startsAgain() throws IOException {
    Shard shard = Made.shard(output, Table.MAIN, 0, List.of("a\tb"));
    output.finish(Output.recordName(0), Made.record(shard));
    removal.giveUp();
    store.delete(output.path() + "/" + shard.object());
    Manifest manifest =
        new Manifest(
            Made.recipe("x"),
            Codec.GZIP,
            Map.of(Table.MAIN, Columns.of("a", "b")),
            List.of(shard),
            Map.of(),
            List.of());
    assertThatThrownBy(() -> output.commit(manifest)).isInstanceOf(OutputRemovedException.class);
  }
}
