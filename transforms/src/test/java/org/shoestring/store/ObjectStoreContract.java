package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.store.object.ChangedFileException;
import org.shoestring.store.object.HashedFile;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** What every store does. */
public abstract class ObjectStoreContract {

  /** The same empty store at every call of one test. */
  protected abstract ObjectStore store() throws IOException;

  /** Names of no object where only {@code folder/a} is one. */
  protected List<String> namesOfNothing() {
    return List.of("none", "folder", "folder/a/b", "folder/none");
  }

  @Test
  void open_object_isItsBytes() throws IOException {
    put("a/b.txt", "content");

    assertThat(read("a/b.txt")).isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 7, 8, 100})
  void openAt_anyOffset_isTheRest(int offset) throws IOException {
    put("a", "content");

    try (InputStream in = store().openAt("a", offset)) {
      assertThat(new String(in.readAllBytes(), UTF_8))
          .isEqualTo("content".substring(Math.min(7, offset)));
    }
  }

  @Test
  void open_noObject_saysSo() throws IOException {
    put("folder/a", "x");

    for (String name : namesOfNothing()) {
      assertThatThrownBy(() -> store().open(name))
          .isInstanceOf(NoSuchObjectException.class)
          .hasMessage(store().location() + "/" + name + ": no such file");
      assertThatThrownBy(() -> store().openAt(name, 1)).isInstanceOf(NoSuchObjectException.class);
      assertThat(store().stat(name)).isEmpty();
    }
  }

  @Test
  void put_spool_isGoneAndItsObjectThere() throws IOException {
    Path spool = store().newSpool();
    assertThat(spool).isEmptyFile();
    Files.writeString(spool, "content");
    store().put("a", spool);

    assertThat(spool).doesNotExist();
    assertThat(read("a")).isEqualTo("content");
  }

  @Test
  void put_again_replaces() throws IOException {
    put("a", "first, longer");
    put("a", "second");

    assertThat(read("a")).isEqualTo("second");
    assertThat(store().stat("a").orElseThrow().bytes()).isEqualTo(6);
  }

  @Test
  void replace_absentOrPresent_isTheNewContent() throws IOException {
    store().replace("a/b", "first, longer".getBytes(UTF_8));
    assertThat(read("a/b")).isEqualTo("first, longer");

    store().replace("a/b", "second".getBytes(UTF_8));
    assertThat(read("a/b")).isEqualTo("second");
    assertThat(names("a")).containsExactly("a/b");
  }

  @Test
  void put_empty_isAnObject() throws IOException {
    put("a", "");

    assertThat(read("a")).isEmpty();
    assertThat(store().stat("a").orElseThrow().bytes()).isZero();
  }

  @Test
  void newSpool_severalAtOnce_areDifferentFiles() throws IOException {
    assertThat(store().newSpool()).isNotEqualTo(store().newSpool());
  }

  @Test
  void create_absent_makesTheObject() throws IOException {
    assertThat(store().create("x/y/z", "content".getBytes(UTF_8))).isTrue();

    assertThat(read("x/y/z")).isEqualTo("content");
  }

  @Test
  void create_present_leavesIt() throws IOException {
    assertThat(store().create("a", "first".getBytes(UTF_8))).isTrue();
    assertThat(store().create("a", "second".getBytes(UTF_8))).isFalse();
    put("b", "put");
    assertThat(store().create("b", "created".getBytes(UTF_8))).isFalse();

    assertThat(read("a")).isEqualTo("first");
    assertThat(read("b")).isEqualTo("put");
  }

  @Test
  void create_deleted_makesItAnew() throws IOException {
    store().create("a", "first".getBytes(UTF_8));
    store().delete("a");

    assertThat(store().create("a", "second".getBytes(UTF_8))).isTrue();
    assertThat(read("a")).isEqualTo("second");
  }

  @Test
  void create_eightAtOnce_oneWinsAndAllSeeItsContent() throws Exception {
    int writers = 8;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      for (int race = 0; race < 50; race++) {
        String name = "races/" + race;
        CyclicBarrier start = new CyclicBarrier(writers);
        List<Callable<Optional<String>>> tasks = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          String content = ("writer " + writer + "\n").repeat(1000);
          contents.add(content);
          tasks.add(
              () -> {
                start.await(10, TimeUnit.SECONDS);
                boolean won = store().create(name, content.getBytes(UTF_8));
                String seen = read(name);
                assertThat(contents).contains(seen);
                return won ? Optional.of(content) : Optional.empty();
              });
        }
        List<String> winners = new ArrayList<>();
        for (Future<Optional<String>> result : threads.invokeAll(tasks)) {
          result.get().ifPresent(winners::add);
        }
        assertThat(winners).hasSize(1);
        assertThat(read(name)).isEqualTo(winners.get(0));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void put_whileOthersRead_isSeenWholeOrNotAtAll() throws Exception {
    List<String> contents = List.of("a".repeat(300_000), "b".repeat(200_000));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> writing =
          threads.submit(
              () -> {
                for (int i = 0; i < 30; i++) {
                  put("a", contents.get(i % 2));
                }
                return null;
              });
      while (!writing.isDone()) {
        try {
          assertThat(contents).contains(read("a"));
        } catch (NoSuchObjectException e) {
          // Not there yet.
        }
      }
      writing.get();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void newSpool_filledButNotPut_isNoObject() throws IOException {
    put("a/1", "x");
    Files.writeString(store().newSpool(), "half");

    assertThat(names("a")).containsExactly("a/1");
    assertThat(names("outputs/")).isEmpty();
  }

  @Test
  void list_prefix_isAllBelowInOrderOfNames() throws IOException {
    List<String> names = List.of("t/a-b", "t/a/1", "t/a/10", "t/a/2", "t/a0", "t/ab/c", "u/a");
    for (String name : names) {
      put(name, name);
    }

    assertThat(names("t/")).isEqualTo(names.subList(0, 6));
    assertThat(names("t/a/")).containsExactly("t/a/1", "t/a/10", "t/a/2");
    assertThat(names("t/a/1")).containsExactly("t/a/1", "t/a/10");
    assertThat(names("t/ab")).containsExactly("t/ab/c");
    assertThat(names("none")).isEmpty();
    assertThat(names("none/")).isEmpty();
    assertThat(names("t/a/1/")).isEmpty();
    assertThat(store().list("u/")).containsExactly(store().stat("u/a").orElseThrow());
  }

  @Test
  void stat_object_isItsNameAndSize() throws IOException {
    put("a/b", "four");

    StoredObject object = store().stat("a/b").orElseThrow();
    assertThat(object.name()).isEqualTo("a/b");
    assertThat(object.bytes()).isEqualTo(4);
    assertThat(store().stat("a/b")).contains(object);
  }

  @Test
  void delete_object_isGone() throws IOException {
    put("a/b", "x");
    store().delete("a/b");
    store().delete("a/b");
    store().delete("none/none");

    assertThat(store().stat("a/b")).isEmpty();
    assertThat(names("a")).isEmpty();
    assertThatThrownBy(() -> store().open("a/b")).isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void deleteAll_manyObjects_areGoneAndNoOther() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      names.add("many/" + i);
      put("many/" + i, "x");
    }
    put("many/kept", "x");
    put("other", "x");
    names.add("none/none");

    store().deleteAll(names);
    store().deleteAll(List.of());

    assertThat(names("many/")).containsExactly("many/kept");
    assertThat(store().stat("other")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "ä/日本", "a+b=c,d", "_parts/00000.tsv", "x.tsv.gz", "a%20b", "#?&"})
  void put_anyName_isKept(String name) throws IOException {
    put(name, name);

    assertThat(read(name)).isEqualTo(name);
    assertThat(names(name)).containsExactly(name);
  }

  @Test
  void send_file_isTheObjectAndStays(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "content");

    store().send("sent/f", HashedFile.of(file));

    assertThat(read("sent/f")).isEqualTo("content");
    assertThat(file).hasContent("content");
  }

  @Test
  void replace_file_isTheObjectAndStays(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "content");
    put("replaced/f", "before");

    store().replace("replaced/f", file);

    assertThat(read("replaced/f")).isEqualTo("content");
    assertThat(file).hasContent("content");
  }

  @Test
  void send_fileThatWasChangedSinceItWasHashed_isNoObject(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "one");
    HashedFile hashed = HashedFile.of(file);
    Files.writeString(file, "two!");

    assertThatThrownBy(() -> store().send("sent/f", hashed))
        .isInstanceOf(ChangedFileException.class)
        .hasMessage(
            file
                + ": was changed while it was being stored; wait until no other program writes"
                + " there, then run again");
    assertThat(store().stat("sent/f")).isEmpty();
  }

  private void put(String name, String content) throws IOException {
    Path spool = store().newSpool();
    Files.writeString(spool, content);
    store().put(name, spool);
  }

  private String read(String name) throws IOException {
    try (InputStream in = store().open(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private List<String> names(String prefix) throws IOException {
    return store().list(prefix).stream().map(StoredObject::name).toList();
  }
}
