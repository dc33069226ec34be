package org.shoestring.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.Assumptions.assumeThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.shoestring.store.object.ImmutableObject;

/** Nothing fails for want of the cache, and a failure takes no room of it. */
class ObjectCacheFailureTest extends CacheFixture {
  @Test
  void open_noRoom_readsTheStore() throws IOException {
    ImmutableObject object = stored("a", CONTENT);
    ReadThroughCache small = new ReadThroughCache(ObjectCache.in(folder, 4096), traffic);

    assertThat(read(small, object)).isEqualTo(CONTENT);

    assertThat(copies()).isEmpty();
  }

  /** A copy that is another user's: here the empty file of the machine. */
  @Test
  void open_copyWhoseTimeCannotBeSet_isReadAllTheSame() throws IOException {
    Path others = Path.of("/dev/null");
    assumeThat(others).exists();
    assumeThatThrownBy(() -> Files.setLastModifiedTime(others, FileTime.from(Instant.now())))
        .as("root may do anything")
        .isInstanceOf(IOException.class);
    ImmutableObject object = object("none", "");
    Files.createSymbolicLink(new CachedFiles(folder).file(store.location(), object), others);

    assertThat(read(cached(), object)).isEmpty();
  }

  @Test
  void openAndPut_folderCannotBeMade_goOnWithoutIt() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    ReadThroughCache cached =
        new ReadThroughCache(ObjectCache.in(file.resolve("cache"), 1 << 20), traffic);
    ImmutableObject object = object("a", "content");

    cached.put(store, object, Files.writeString(store.newSpool(), "content"));

    assertThat(read(cached, object)).isEqualTo("content");
  }

  @Test
  void keep_fails_givesItsRoomBack() throws IOException {
    ObjectCache cache = ObjectCache.in(folder, 4096);
    assertThat(cache.keep(object("a", "content"), folder.resolve("none"))).isNull();

    ImmutableObject object = object("b", "content");
    Path spool = Files.writeString(store.newSpool(), "content");
    new ReadThroughCache(cache, traffic).put(store, object, spool);

    assertThat(cache.has(store.location(), object)).isTrue();
  }

  @Test
  void open_partCannotBeMade_readsTheStoreAndGivesItsRoomBack() throws IOException {
    ImmutableObject object = stored("a", "content");
    AtomicBoolean broken = new AtomicBoolean(true);
    CacheCapacity.Disk disk =
        () -> {
          if (broken.getAndSet(false)) {
            removeProcessFolders();
          }
          return 4096;
        };
    ReadThroughCache cached =
        new ReadThroughCache(
            new ObjectCache(folder, 4096, new CacheCapacity(folder, 4096, disk), Runnable::run),
            traffic);

    assertThat(read(cached, object)).isEqualTo("content");
    assertThat(broken).isFalse();
    assertThat(copies()).isEmpty();
    assertThat(read(cached, object)).isEqualTo("content");
    assertThat(copies()).hasSize(1);
  }

  private void removeProcessFolders() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("_tmp"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** What lies about in the folders of processes. */
  private List<String> parts() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("_tmp"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("lock"))
          .toList();
    }
  }

  @Test
  void open_downloadCannotBeRun_leavesNothingAndGivesItsRoomBack() throws IOException {
    ImmutableObject object = stored("a", "content");
    AtomicBoolean refuses = new AtomicBoolean(true);
    Executor downloader =
        download -> {
          if (refuses.getAndSet(false)) {
            throw new RejectedExecutionException("no thread");
          }
          new Thread(download).start();
        };
    CacheCapacity room = new CacheCapacity(folder, 4096, () -> 4096);
    ReadThroughCache cached =
        new ReadThroughCache(new ObjectCache(folder, 1 << 20, room, downloader), traffic);

    assertThatThrownBy(() -> read(cached, object)).hasMessage("no thread");
    assertThat(parts()).isEmpty();

    assertThat(read(cached, object)).isEqualTo("content");
    assertThat(copies()).hasSize(1);
  }
}
