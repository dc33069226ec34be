package org.shoestring.store.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.shoestring.store.MemoryStore;
import org.shoestring.store.object.ImmutableObject;

/** Many readers at once. */
class ObjectCacheConcurrencyTest extends CacheFixture {
  @Test
  void open_eightReadersAtOnce_downloadOnce() throws Exception {
    ImmutableObject object = stored("a", CONTENT);
    ReadThroughCache cached = cached();
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
    Path copy = new CachedFiles(folder).file("memory", raced);
    Raced racedStore =
        new Raced(() -> new ProcessBuilder("mkfifo", copy.toString()).start().waitFor());
    racedStore.put("raced", racedStore.newSpool());
    ReadThroughCache cached = cached();
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
}
