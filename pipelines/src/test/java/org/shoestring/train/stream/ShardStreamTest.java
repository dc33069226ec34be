package org.shoestring.train.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.ProcessLock;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Table;
import org.shoestring.table.local.LocalCopy;
import org.shoestring.table.local.ShardFiles;
import org.shoestring.table.record.Manifest;
import org.shoestring.testing.TestTables;
import org.shoestring.tsv.Columns;

/** A stream's folder, and what processes find there. */
@Timeout(60)
class ShardStreamTest {
  private static final int SHARDS = 6;
  private static final int BOUND = 3;
  private static final long PATIENCE_MILLIS = 20;

  private final Table table;
  private final Path folder;
  private final Path want;
  private final List<String> names = new ArrayList<>();
  private final List<String> remarks = new CopyOnWriteArrayList<>();
  private final List<String> stuck = new CopyOnWriteArrayList<>();

  ShardStreamTest(@TempDir Path temp) throws IOException {
    this.table =
        TestTables.in(temp)
            .table(
                "t",
                Columns.of("a"),
                IntStream.range(0, SHARDS).mapToObj(i -> List.of("line " + i)).toList());
    this.folder = temp.resolve("in/input");
    this.want = folder.resolve("_stream/want");
    table.shards().forEach(shard -> names.add(shard.name()));
  }

  private ShardStream start() throws IOException {
    return ShardStream.start(
        new ShardFiles(table, folder),
        new StreamSettings("", BOUND),
        PATIENCE_MILLIS,
        () -> stuck.add("stuck"),
        remarks::add);
  }

  /** A reading process. */
  private final class Reading implements AutoCloseable {
    private final Path file;
    private final ProcessLock lock;

    Reading(String name) throws IOException {
      this.file = want.resolve(name);
      this.lock = ProcessLock.tryTake(file).orElseThrow();
    }

    void say(int place, int needed, Integer... shards) throws IOException {
      StringBuilder line = new StringBuilder("0\t0\t" + place + "\t" + needed);
      Stream.of(shards).forEach(shard -> line.append("\t").append(names.get(shard)));
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }

    /** It dies. */
    @Override
    public void close() throws IOException {
      lock.close();
    }
  }

  private static void await(BooleanSupplier done) throws InterruptedException {
    while (!done.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  /** The numbers of the shards that are in the folder. */
  private List<Integer> there() {
    return IntStream.range(0, SHARDS)
        .filter(i -> Files.exists(folder.resolve(names.get(i))))
        .boxed()
        .toList();
  }

  private void awaitThere(Integer... shards) throws InterruptedException {
    await(() -> there().equals(List.of(shards)));
  }

  private long parts() {
    try (Stream<Path> parts = Files.list(folder.resolveSibling("input.parts"))) {
      return parts.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String object(int shard) {
    return table.folder() + "/" + names.get(shard);
  }

  @Test
  void start_nobodyReads_hasAllButShards() throws IOException {
    try (ShardStream stream = start()) {
      assertThat(there()).isEmpty();
      assertThat(folder.resolve(Manifest.NAME)).exists();
      assertThat(folder.resolve("_stream/about.tsv")).hasContent("shards\t3\n");
      assertThat(folder.resolve("part-read-this-folder-with-shoestring_data.py.tsv.gz"))
          .content()
          .contains("remove 'data: stream' from the stage");
      assertThat(ProcessLock.isHeld(folder.resolve("_stream/lock"))).isTrue();
      assertThat(stream.failure()).isEmpty();
    }
    assertThat(ProcessLock.isHeld(folder.resolve("_stream/lock"))).isFalse();
    assertThat(remarks.get(0))
        .matches(
            "streams the input: at most 3 of 6 shards \\([0-9]+ B\\) lie on this disk at a time");
    assertThat(remarks.get(1)).isEqualTo("streamed the input: fetched 0 shards (0 B)");
  }

  @Test
  void look_oneProcess_findsWhatItNeedsNext() throws Exception {
    try (ShardStream stream = start();
        Reading reading = new Reading("1")) {
      reading.say(0, 1, 0, 1, 2, 3);
      awaitThere(0, 1, 2);
      reading.say(1, 1, 4, 5);
      awaitThere(4, 5);

      assertThat(Sha256.ofFile(folder.resolve(names.get(4)))).startsWith(hash(4));
      assertThat(Files.isWritable(folder.resolve(names.get(4))) && !isRoot()).isFalse();
      assertThat(stream.failure()).isEmpty();
    }
    assertThat(remarks.get(1)).startsWith("streamed the input: fetched 5 shards (");
    await(() -> threads().isEmpty());
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private String hash(int shard) {
    return table.shards().get(shard).nameHash();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("stream"))
        .toList();
  }

  @Test
  void look_processThatIsBehind_getsItsShardsBeforeTheOther() throws Exception {
    try (ShardStream stream = start();
        Reading fast = new Reading("1");
        Reading slow = new Reading("2")) {
      fast.say(9, 3, 3, 4, 5);
      awaitThere(3, 4, 5);
      slow.say(1, 2, 0, 1);
      awaitThere(0, 1, 3);

      slow.close();

      awaitThere(3, 4, 5);
      assertThat(want.resolve("2")).doesNotExist();
      assertThat(stream.failure()).isEmpty();
    }
  }

  @Test
  void look_shardThatAProgramRemoved_comesAgain() throws Exception {
    try (ShardStream stream = start();
        Reading reading = new Reading("1")) {
      reading.say(0, 1, 0);
      awaitThere(0);
      Files.delete(folder.resolve(names.get(0)));
      awaitThere(0);
      assertThat(stream.failure()).isEmpty();
    }
  }

  @Test
  void look_neededShardIsAltered_failsAndTellsReaders() throws Exception {
    Files.writeString(Path.of(object(1)), "x", StandardOpenOption.APPEND);
    try (ShardStream stream = start();
        Reading reading = new Reading("1")) {
      reading.say(0, 1, 0, 1);
      awaitThere(0);
      assertThat(stream.failure()).isEmpty(); // Nobody needs the other one.
      reading.say(1, 1, 1);
      await(() -> !stuck.isEmpty());

      assertThat(stream.failure().orElseThrow())
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(object(1) + ": was altered");
      assertThat(folder.resolve("_stream/error"))
          .hasContent(stream.failure().orElseThrow().getMessage());
      assertThat(there()).doesNotContain(1);
      assertThat(ProcessLock.isHeld(folder.resolve("_stream/lock"))).isTrue();
    }
    await(() -> threads().isEmpty());
  }

  @Test
  void look_neededShardIsMissing_fails() throws Exception {
    Files.delete(Path.of(object(1)));
    try (ShardStream stream = start();
        Reading reading = new Reading("1")) {
      reading.say(0, 2, 0, 1);
      await(() -> stream.failure().isPresent());
      assertThat(stream.failure().orElseThrow())
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(object(1) + ": is missing");
    }
  }

  @Test
  void look_unknownShard_fails() throws Exception {
    names.add("../outside");
    try (ShardStream stream = start();
        Reading reading = new Reading("1")) {
      reading.say(0, 1, SHARDS);
      await(() -> stream.failure().isPresent());
      assertThat(stream.failure().orElseThrow())
          .isInstanceOf(ProgramException.class)
          .hasMessageStartingWith(
              "a process asks for the shard '../outside', but {input} has none");
    }
  }

  @Test
  void start_afterAFullCopy_usesWhatThereIsRoomFor() throws Exception {
    LocalCopy.ofTable(table, folder, remarks::add);
    Files.createFile(folder.resolve("stranger"));
    try (ShardStream stream = start();
        Reading reading = new Reading("1")) {
      assertThat(there()).isEmpty(); // They are not checked yet.
      assertThat(parts()).isEqualTo(BOUND);
      assertThat(folder.resolve("stranger")).doesNotExist();
      Files.delete(Path.of(object(1)));
      reading.say(0, 1, 1);
      awaitThere(1);
      assertThat(stream.failure()).isEmpty();
      assertThat(parts()).isZero(); // Nobody wants the others.
    }
  }

  /** An earlier process was killed, and a program wrote to what it has left. */
  @Test
  void start_leftoversAreDamaged_areFetchedAgain() throws Exception {
    try (ShardStream stream = start();
        Reading reading = new Reading("1")) {
      reading.say(0, 1, 0);
      awaitThere(0);
      Files.createFile(folder.resolve("_stream/opened"));
    }
    Path shard = folder.resolve(names.get(0));
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(shard);
    Files.write(shard, bytes);
    Files.writeString(folder.resolve("_stream/error"), "an earlier one");
    Files.writeString(folder.resolveSibling("input.parts").resolve(names.get(1)), "begun");
    ShardStream stream = start();
    try (Reading reading = new Reading("1")) {
      assertThat(folder.resolve("_stream/opened")).doesNotExist();
      assertThat(folder.resolve("_stream/error")).doesNotExist();
      reading.say(0, 1, 0, 1);
      awaitThere(0, 1);
      assertThat(Sha256.ofFile(shard)).startsWith(hash(0));
      assertThat(Sha256.ofFile(folder.resolve(names.get(1)))).startsWith(hash(1));
    } finally {
      stream.close();
    }
    assertThat(stream.isOpened()).isFalse();
    assertThat(stream.failure()).isEmpty();
  }

  @Test
  void ofTable_afterAStream_isAWholeCopy() throws Exception {
    try (ShardStream stream = start();
        Reading reading = new Reading("1")) {
      reading.say(0, 1, 0);
      awaitThere(0);
    }
    remarks.clear();

    LocalCopy.ofTable(table, folder, remarks::add);

    assertThat(there()).hasSize(SHARDS);
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries).hasSize(SHARDS + 1);
    }
    assertThat(remarks).isEmpty();
  }
}
