package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.Assumptions.assumeThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ObjectCacheTest {
  private static final String CONTENT = "content ".repeat(50_000);

  @TempDir private Path folder = Path.of("");
  private final MemoryStore store = new MemoryStore();
  private final Traffic traffic = new Traffic();

  /** What another process sees: nothing of it is remembered. */
  private CachedObjects cached() {
    return new CachedObjects(ObjectCache.in(folder, 1 << 20), traffic);
  }

  private static ImmutableObject object(String name, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    String sha256 = HexFormat.of().formatHex(ImmutableObject.newHash().digest(bytes));
    return new ImmutableObject(name, bytes.length, sha256.substring(0, 16));
  }

  /** An object that another machine has put. */
  private ImmutableObject stored(String name, String content) throws IOException {
    store.put(name, Files.writeString(store.newSpool(), content));
    return object(name, content);
  }

  private String read(CachedObjects cached, ImmutableObject object) throws IOException {
    try (InputStream in = cached.open(store, object)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The copies that can be seen. */
  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

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
    CachedObjects cached = cached();
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
  void keep_fails_givesItsRoomBack() throws IOException {
    ObjectCache cache = ObjectCache.in(folder, 4096);
    assertThat(cache.keep(object("a", "content"), folder.resolve("none"))).isNull();

    ImmutableObject object = object("b", "content");
    Path spool = Files.writeString(store.newSpool(), "content");
    new CachedObjects(cache, traffic).put(store, object, spool);

    assertThat(cache.has(store.location(), object)).isTrue();
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
    CachedObjects others = new CachedObjects(ObjectCache.asItIs(folder), traffic);
    assertThat(read(others, object)).isEqualTo(CONTENT);
    assertThat(copies()).isEmpty();

    assertThat(read(cached(), object)).isEqualTo(CONTENT);
    assertThat(read(others, object)).isEqualTo(CONTENT);

    assertThat(store.bytesRead()).isEqualTo(2L * CONTENT.length());
  }

  @Test
  void open_eightReadersAtOnce_downloadOnce() throws Exception {
    ImmutableObject object = stored("a", CONTENT);
    CachedObjects cached = cached();
    int readers = 8;
    CyclicBarrier start = new CyclicBarrier(readers);
    ExecutorService threads = Executors.newFixedThreadPool(readers);
    try {
      List<Future<String>> read = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        Callable<String> reader =
            () -> {
              start.await();
              return read(cached, object);
            };
        read.add(threads.submit(reader));
      }
      for (Future<String> each : read) {
        assertThat(each.get()).isEqualTo(CONTENT);
      }
    } finally {
      threads.shutdown();
    }

    assertThat(store.bytesRead()).isEqualTo(CONTENT.length());
    assertThat(traffic.bytesSpared()).isEqualTo(7L * CONTENT.length());
    assertThat(copies()).hasSize(1);
  }

  @Test
  void open_copyOfAnotherLength_isReadAnew() throws IOException {
    damaged("cut");
  }

  @Test
  void open_copyOfOtherBytes_isReadAnew() throws IOException {
    damaged("x".repeat(CONTENT.length()));
  }

  private void damaged(String damage) throws IOException {
    ImmutableObject object = stored("a", CONTENT);
    read(cached(), object);
    Files.writeString(copies().get(0), damage);
    assertThat(cached().has(store, object)).isEqualTo(damage.length() == CONTENT.length());

    assertThat(read(cached(), object)).isEqualTo(CONTENT);

    assertThat(store.bytesRead()).isEqualTo(2L * CONTENT.length());
    assertThat(copies().get(0)).hasContent(CONTENT);
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

  /** A copy that is another user's: here the empty file of the machine. */
  @Test
  void open_copyWhoseTimeCannotBeSet_isReadAllTheSame() throws IOException {
    Path others = Path.of("/dev/null");
    assumeThat(others).exists();
    assumeThatThrownBy(() -> Files.setLastModifiedTime(others, FileTime.from(Instant.now())))
        .as("root may do anything")
        .isInstanceOf(IOException.class);
    ImmutableObject object = object("none", "");
    Files.createSymbolicLink(new Copies(folder).file(store.location(), object), others);

    assertThat(read(cached(), object)).isEmpty();
  }

  @Test
  void openAt_damagedCopy_isReadFromTheStore() throws IOException {
    ImmutableObject object = stored("a", "content");
    read(cached(), object);
    Files.writeString(copies().get(0), "damaged");

    try (InputStream in = cached().openAt(store, object, 3)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("tent");
    }
    assertThat(copies()).isEmpty();
  }

  @Test
  void open_objectThatIsNotWhatItsNameSays_isPassedOnAndNotKept() throws IOException {
    stored("a", "altered");
    stored("b", "longer than it was");
    stored("c", "cut");

    assertThat(read(cached(), object("a", "content"))).isEqualTo("altered");
    assertThat(read(cached(), object("b", "content"))).isEqualTo("longer than it was");
    assertThat(read(cached(), object("c", "content"))).isEqualTo("cut");

    assertThat(copies()).isEmpty();
  }

  @Test
  void open_hashNotKnown_isNotKept() throws IOException {
    stored("a", "content");

    assertThat(read(cached(), new ImmutableObject("a", 7, ""))).isEqualTo("content");

    assertThat(copies()).isEmpty();
  }

  @Test
  void open_noSuchObject_saysSo() {
    assertThatThrownBy(() -> cached().open(store, object("none", "content")))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessage("memory/none: no such file");
  }

  @Test
  void open_noRoom_readsTheStore() throws IOException {
    ImmutableObject object = stored("a", CONTENT);
    CachedObjects small = new CachedObjects(ObjectCache.in(folder, 4096), traffic);

    assertThat(read(small, object)).isEqualTo(CONTENT);

    assertThat(copies()).isEmpty();
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
  void open_partCannotBeMade_readsTheStoreAndGivesItsRoomBack() throws IOException {
    ImmutableObject object = stored("a", "content");
    AtomicBoolean broken = new AtomicBoolean(true);
    CacheRoom.Disk disk =
        () -> {
          if (broken.getAndSet(false)) {
            removeProcessFolders();
          }
          return 4096;
        };
    CachedObjects cached =
        new CachedObjects(
            new ObjectCache(folder, new CacheRoom(folder, 4096, disk), Runnable::run), traffic);

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
    CacheRoom room = new CacheRoom(folder, 4096, () -> 4096);
    CachedObjects cached = new CachedObjects(new ObjectCache(folder, room, downloader), traffic);

    assertThatThrownBy(() -> read(cached, object)).hasMessage("no thread");
    assertThat(parts()).isEmpty();

    assertThat(read(cached, object)).isEqualTo("content");
    assertThat(copies()).hasSize(1);
  }

  /** A store about which a copy is made elsewhere while it is asked for an object. */
  private static final class Raced extends MemoryStore {
    private final Callable<?> elsewhere;
    private int asked;

    Raced(Callable<?> elsewhere) {
      this.elsewhere = elsewhere;
    }

    @Override
    public String location() {
      if (++asked == 2) { // The first time there was no copy.
        try {
          elsewhere.call();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      return super.location();
    }
  }

  /** The copy is a pipe here, which lets its reader wait. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void open_copyThatWasMadeElsewhereJustNow_isCheckedWhileOthersGoOn() throws Exception {
    ImmutableObject raced = object("raced", "");
    ImmutableObject other = stored("other", "content");
    Path copy = new Copies(folder).file("memory", raced);
    Raced racedStore =
        new Raced(() -> new ProcessBuilder("mkfifo", copy.toString()).start().waitFor());
    racedStore.put("raced", racedStore.newSpool());
    CachedObjects cached = cached();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<byte[]> checking =
          threads.submit(
              () -> {
                try (InputStream in = cached.open(racedStore, raced)) {
                  return in.readAllBytes();
                }
              });
      await(copy, checking);
      try (OutputStream pipe = Files.newOutputStream(copy, StandardOpenOption.WRITE)) {
        assertThat(threads.submit(() -> read(cached, other)).get(1, TimeUnit.MINUTES))
            .isEqualTo("content");
        pipe.write("damage".getBytes(UTF_8));
      }
      assertThat(checking.get()).isEmpty();
    } finally {
      threads.shutdown();
    }
    assertThat(copy).doesNotExist();
  }

  private static void await(Path file, Future<?> maker) {
    while (!Files.exists(file)) {
      assertThat(maker).isNotDone();
      Thread.onSpinWait();
    }
  }

  @Test
  void openAndPut_folderCannotBeMade_goOnWithoutIt() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    CachedObjects cached =
        new CachedObjects(ObjectCache.in(file.resolve("cache"), 1 << 20), traffic);
    ImmutableObject object = object("a", "content");

    cached.put(store, object, Files.writeString(store.newSpool(), "content"));

    assertThat(read(cached, object)).isEqualTo("content");
  }

  @Test
  void open_partsOfAKilledProcess_areNoCopyAndAreSwept() throws IOException {
    ImmutableObject object = stored("a", "content");
    Path dead = Files.createDirectories(folder.resolve("_tmp/1-" + UUID.randomUUID()));
    Files.writeString(dead.resolve("part"), "cont");
    Path lock = Files.writeString(dead.resolve("lock"), "");
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    assertThat(cached().has(store, object)).isFalse();

    assertThat(read(cached(), object)).isEqualTo("content");

    assertThat(dead).doesNotExist();
  }
}
