package org.shoestring.store.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.shoestring.store.MemoryStore;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;

/** What is read once, or put, is not downloaded again. */
class ObjectCacheTest extends CacheFixture {
  @Test
  void open_twice_readsTheStoreOnce() throws IOException {
    ImmutableObject object = stored("a", CONTENT);

    assertThat(read(cached(), object)).isEqualTo(CONTENT);
    assertThat(traffic.bytesSpared()).isZero();
    assertThat(read(cached(), object)).isEqualTo(CONTENT);

    assertThat(store.bytesRead()).isEqualTo(CONTENT.length());
    assertThat(traffic.bytesSpared()).isEqualTo(CONTENT.length());
  }

  @Test
  void put_object_isReadFromItsCopy() throws IOException {
    ReadThroughCache cached = cached();
    ImmutableObject object = object("folder/a", CONTENT);
    assertThat(cached.has(store, object)).isFalse();

    Path spool = Files.writeString(store.newSpool(), CONTENT);
    cached.put(store, object, spool);

    assertThat(spool).doesNotExist();
    assertThat(cached.has(store, object)).isTrue();
    assertThat(read(cached, object)).isEqualTo(CONTENT);
    assertThat(store.bytesRead()).isZero();
    assertThat(store.stat("folder/a")).isPresent();
  }

  @Test
  void put_storeFails_leavesNoCopy() throws IOException {
    ObjectStore failing =
        new MemoryStore() {
          @Override
          public void put(String name, Path spool) throws IOException {
            throw new StoreException("no", null);
          }
        };
    Path spool = Files.writeString(failing.newSpool(), "x");

    assertThatThrownBy(() -> cached().put(failing, object("a", "x"), spool)).hasMessage("no");

    assertThat(copies()).isEmpty();
  }

  @Test
  void openAt_offset_readsACopyButMakesNone() throws IOException {
    ImmutableObject object = stored("a", "content");
    try (InputStream in = cached().openAt(store, object, 3)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("tent");
    }
    assertThat(copies()).isEmpty();

    assertThat(read(cached(), object)).isEqualTo("content");
    try (InputStream in = cached().openAt(store, object, 3)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("tent");
    }
    assertThat(store.bytesRead()).isEqualTo(4 + 7);
  }

  @Test
  void open_asItIs_readsCopiesAndMakesNone() throws IOException {
    ImmutableObject object = stored("a", CONTENT);
    ReadThroughCache others = new ReadThroughCache(ObjectCache.asItIs(folder, 1 << 20), traffic);
    assertThat(read(others, object)).isEqualTo(CONTENT);
    assertThat(copies()).isEmpty();

    assertThat(read(cached(), object)).isEqualTo(CONTENT);
    assertThat(read(others, object)).isEqualTo(CONTENT);

    assertThat(store.bytesRead()).isEqualTo(2L * CONTENT.length());
  }

  @Test
  void openAndOpenAt_copy_isUsedNow() throws IOException {
    ImmutableObject object = stored("a", "content");
    read(cached(), object);
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(1)));

    Files.setLastModifiedTime(copies().get(0), old);
    read(cached(), object);
    assertThat(Files.getLastModifiedTime(copies().get(0))).isGreaterThan(old);

    Files.setLastModifiedTime(copies().get(0), old);
    cached().openAt(store, object, 3).close();
    assertThat(Files.getLastModifiedTime(copies().get(0))).isGreaterThan(old);
  }

  @Test
  void open_hashNotKnown_isNotKept() throws IOException {
    stored("a", "content");

    assertThat(read(cached(), new ImmutableObject("a", 7, ""))).isEqualTo("content");

    assertThat(copies()).isEmpty();
  }

  private String readToKeep(String name, long bytes) throws IOException {
    try (InputStream in = cached().openToKeep(store, name, bytes)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void openToKeep_readToItsEnd_isKeptUnderItsHash() throws IOException {
    ImmutableObject object = stored("a", CONTENT);

    assertThat(readToKeep("a", CONTENT.length())).isEqualTo(CONTENT);
    assertThat(cached().has(store, object)).isTrue();
    assertThat(read(cached(), object)).isEqualTo(CONTENT);

    assertThat(store.bytesRead()).isEqualTo(CONTENT.length());
  }

  /** Of the same name and length: a copy of what was there before is not taken for it. */
  @Test
  void openToKeep_objectThatChanged_isAnother() throws IOException {
    String other = CONTENT.replace('c', 'k');
    ImmutableObject before = stored("a", CONTENT);
    ReadThroughCache cached = cached();
    try (InputStream in = cached.openToKeep(store, "a", CONTENT.length())) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    ImmutableObject after = stored("a", other);

    assertThat(cached.has(store, after)).isFalse();
    assertThat(read(cached, after)).isEqualTo(other);
    assertThat(read(cached, before)).isEqualTo(CONTENT);
  }

  @Test
  void openToKeep_notReadToItsEndOrOfAnotherLength_isNotKept() throws IOException {
    stored("a", CONTENT);
    try (InputStream in = cached().openToKeep(store, "a", CONTENT.length())) {
      assertThat(in.readNBytes(70_000)).hasSize(70_000);
    }
    assertThat(readToKeep("a", CONTENT.length() - 1)).isEqualTo(CONTENT);
    assertThat(readToKeep("a", CONTENT.length() + 1)).isEqualTo(CONTENT);

    assertThat(copies()).isEmpty();
    try (Stream<Path> parts = Files.walk(folder)) {
      assertThat(parts.filter(Files::isRegularFile).map(part -> part.getFileName().toString()))
          .containsOnly("lock");
    }
  }

  @Test
  void openToKeep_moreThanTheCacheTakes_isReadFromTheStore() throws IOException {
    String large = CONTENT.repeat(3); // The cache takes a mebibyte.
    stored("a", large);

    assertThat(readToKeep("a", large.length())).isEqualTo(large);

    assertThat(copies()).isEmpty();
  }

  @Test
  void open_noSuchObject_saysSo() {
    assertThatThrownBy(() -> cached().open(store, object("none", "content")))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessage("memory/none: no such file");
  }
}
