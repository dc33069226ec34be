package org.shoestring.table.removal;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.Made;
import org.shoestring.table.Output;
import org.shoestring.table.Output.Located;
import org.shoestring.table.OutputCopy;
import org.shoestring.table.Table;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.table.removal.Removal.State;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;

class RemovalTest {
  private static final String NAME = Made.recipe("x").outputName();

  private final Path folder;
  private final ObjectStore store;
  private final Output output;
  private final Removal removal;

  RemovalTest(@TempDir Path folder) {
    this.folder = folder;
    this.store = Stores.withoutOptions().at(folder.toString());
    this.output = Output.in(Stores.withoutOptions(), folder.toString(), NAME, Codec.GZIP, 1);
    this.removal = Removal.of(store, output.path());
  }

  private Manifest make() throws IOException {
    return Made.table(output, "x", List.of(List.of("a\tb"))).manifest();
  }

  private Output generation(int number) {
    return new Output(
        Stores.withoutOptions(),
        folder.toString(),
        "outputs/" + NAME + "." + number,
        Codec.GZIP,
        1);
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
    assertThat(removal.ask()).hasValue(0);
    assertThat(removal.ask()).as("the same, as long as it is open").hasValue(0);
    assertThat(new String(stored(), UTF_8)).startsWith(text).isNotEqualTo(text);
    assertThat(output.manifest()).contains(made);
    assertThat(Table.findManifest(Stores.withoutOptions(), output.folder())).contains(made);
    assertThat(names()).containsExactly("_removal/000000-question");
  }

  @Test
  void hold_openQuestion_isAnsweredWithKept() throws IOException {
    Manifest made = make();
    int question = removal.ask().orElseThrow();
    assertThat(output.hold().manifest()).contains(made);
    assertThat(removal.answer(question, false)).as("removed").isFalse();
    assertThat(output.hold().manifest()).contains(made);

    int next = removal.ask().orElseThrow();
    assertThat(next).isEqualTo(question + 1);
    assertThat(removal.answer(next, false)).isTrue();
    assertThat(output.hold()).isEqualTo(generation(1).locate());
  }

  @Test
  void answer_used_isKept() throws IOException {
    make();
    int question = removal.ask().orElseThrow();
    assertThat(removal.answer(question, true)).isFalse();
    assertThat(removal.answer(question, false)).as("of another collector").isFalse();
    assertThat(output.locate().output()).isEqualTo(output);
  }

  @Test
  void look_answeredWithRemoved_isGivenUpEvenBeforeTheTombstone() throws IOException {
    make();
    removal.answer(removal.ask().orElseThrow(), false);
    assertThat(output.manifest()).isEmpty();
    assertThat(output.locate().output()).isEqualTo(generation(1));
    assertThat(removal.ask()).as("by another collector").hasValue(0);
    assertThat(removal.answer(0, true)).as("too late").isTrue();
  }

  @Test
  void look_markThatLandsOnTheTombstone_isGivenUpStill() throws IOException {
    make();
    int question = removal.ask().orElseThrow();
    byte[] marked = stored();
    assertThat(removal.answer(question, false)).isTrue();
    assertThat(removal.seal()).isTrue();
    StoredObject tombstone = store.stat(output.path() + "/_manifest.tsv").orElseThrow();
    assertThat(removal.mayBeTombstone(tombstone)).isTrue();
    assertThat(removal.look().state()).isEqualTo(State.GIVEN_UP);

    store.replace(output.path() + "/_manifest.tsv", marked); // By one that was suspended.
    assertThat(removal.look().state()).isEqualTo(State.GIVEN_UP);
    assertThat(output.hold().output()).isEqualTo(generation(1));
  }

  @Test
  void findManifest_givenUp_tellsWhereToLook() throws IOException {
    removal.giveUp();
    assertThatThrownBy(() -> Table.at(Stores.withoutOptions(), output.folder()))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            output.folder()
                + ": gc removed the output that was here; if it was made again, it is in "
                + NAME
                + ".1 beside it");
  }

  @Test
  void copy_intoAFolderThatWasGivenUp_goesIntoTheNext() throws IOException {
    Output other = Made.output(folder.resolve("other"), "x");
    Manifest made = Made.table(other, "x", List.of(List.of("a\tb"))).manifest();
    removal.giveUp();
    OutputCopy.run(Stores.withoutOptions(), other.folder(), output.folder(), (object, bytes) -> {});
    assertThat(generation(1).manifest().orElseThrow().text()).isEqualTo(made.text());
  }

  @Test
  void commit_shardsDeletedAfterTheFolderWasGivenUp_startsAgain() throws IOException {
    WrittenShard shard = Made.shard(output, TableName.MAIN, 0, List.of("a\tb"));
    output.records().finish(UnitRecords.name(0), Made.record(shard));
    removal.giveUp();
    store.delete(output.path() + "/" + shard.object());
    Manifest manifest =
        new Manifest(
            Made.recipe("x"),
            Codec.GZIP,
            Map.of(TableName.MAIN, Columns.of("a", "b")),
            CommittedShard.inOrder(List.of(shard)),
            Map.of(),
            List.of());
    assertThatThrownBy(() -> output.commit(manifest)).isInstanceOf(OutputRemovedException.class);
  }

  private void replaceManifest(byte[] content) throws IOException {
    store.replace(output.path() + "/_manifest.tsv", content);
  }

  @Test
  void look_tombstoneOfOtherWords_isGivenUp() throws IOException {
    replaceManifest("removed\tby a newer gc\t1\n".getBytes(UTF_8));
    assertThat(removal.look().state()).isEqualTo(State.GIVEN_UP);
    assertThat(output.locate().output()).isEqualTo(generation(1));
  }

  /** As a copy that was cut short leaves it, or somebody who deletes the tombstone. */
  @Test
  void look_answeredWithRemovedButNoManifest_isGivenUp() throws IOException {
    make();
    removal.answer(removal.ask().orElseThrow(), false);
    store.delete(output.path() + "/_manifest.tsv");
    assertThat(removal.look().state()).isEqualTo(State.GIVEN_UP);
    assertThat(output.hold()).isEqualTo(generation(1).locate());

    assertThat(removal.seal()).isTrue();
    assertThat(new String(stored(), UTF_8)).startsWith("removed\t");
  }

  /** By a worker that began before, and whose shards are there. */
  @Test
  void commit_answeredWithRemovedButNoManifest_startsAgain() throws IOException {
    Manifest made = make();
    removal.answer(removal.ask().orElseThrow(), false);
    store.delete(output.path() + "/_manifest.tsv");
    assertThatThrownBy(() -> output.commit(made)).isInstanceOf(OutputRemovedException.class);
    assertThat(output.locate().output()).isEqualTo(generation(1));
  }

  @Test
  void look_answeredWithKeptButNoManifest_isOpen() throws IOException {
    make();
    removal.answer(removal.ask().orElseThrow(), true);
    store.delete(output.path() + "/_manifest.tsv");
    assertThat(output.hold()).isEqualTo(new Located(output, Optional.empty()));
  }

  /** A run may make the output there, once it is free to; then the collector must not remove it. */
  @Test
  void ask_manifestVanishesMeanwhile_isNoQuestion() throws IOException {
    assertThat(removal.ask()).isEmpty();
    assertThat(output.hold().output()).isEqualTo(output);
    assertThat(removal.answer(0, false)).as("removed").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "remove\n", "removed", "kept\nremoved\n", "removed\tx\n"})
  void look_alteredAnswer_isBadDataWithItsLine(String altered) throws IOException {
    make();
    removal.answer(removal.ask().orElseThrow(), false);
    String answer = output.path() + "/_removal/000000-answer";
    store.replace(answer, altered.getBytes(UTF_8));
    String line = altered.split("\n", 2)[0].replace("\t", "\\t");
    assertThatThrownBy(removal::look)
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            store.location()
                + "/"
                + answer
                + ":1: '"
                + line
                + "' is no answer; allowed is 'kept' or 'removed'; the answer was altered: write"
                + " 'removed' into it, and the output will be made again");
  }

  @Test
  void locate_manifestOfAnotherOutput_isBadDataWithItsLine() throws IOException {
    Manifest other = Made.table(Made.output(folder, "y"), "y", List.of(List.of("a\tb"))).manifest();
    replaceManifest(other.text().getBytes(UTF_8));
    assertThatThrownBy(output::locate)
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            output.folder()
                + "/_manifest.tsv:3: it is the manifest of "
                + Made.recipe("y").outputName()
                + ", not of the output in whose folder it lies; the manifest was altered: "
                + Made.cure(output));
  }

  @Test
  void ask_manifestThatIsNoText_canBeAnsweredAndSealed() throws IOException {
    replaceManifest(new byte[] {(byte) 0xff});
    assertThatThrownBy(output::locate)
        .isInstanceOf(BadDataException.class)
        .hasMessageEndingWith(": not UTF-8; the manifest was altered: " + Made.cure(output));
    assertThat(removal.state()).isEqualTo(State.MADE);
    assertThat(removal.answer(removal.ask().orElseThrow(), false)).isTrue();
    assertThat(removal.seal()).isTrue();
    assertThat(output.locate().output()).isEqualTo(generation(1));
  }

  /** By a collector that was suspended before its answer, or before its tombstone. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void seal_folderMadeAnewByHandMeanwhile_isLeftAlone(boolean answeredBefore) throws IOException {
    make();
    int question = removal.ask().orElseThrow();
    if (answeredBefore) {
      removal.answer(question, false);
    }
    for (StoredObject object : store.list(output.path() + "/")) {
      store.delete(object.name());
    }
    Manifest again = make();
    removal.answer(question, false);

    assertThat(removal.seal()).isFalse();
    assertThat(output.hold().manifest()).contains(again);
    assertThat(removal.ask()).as("by the next collector").isEmpty();
  }
}
