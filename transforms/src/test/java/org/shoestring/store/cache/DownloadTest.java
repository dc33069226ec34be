package org.shoestring.store.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.MemoryStore;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;

class DownloadTest {
  private static final int BYTES = 300_000;

  @TempDir private Path folder = Path.of("");
  private final List<String> ended = new ArrayList<>();

  /** A store whose object comes slowly: after its first bytes it waits. */
  private static final class SlowStore extends MemoryStore {
    final CountDownLatch firstRead = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    boolean fails;

    SlowStore() throws IOException {
      put("a", Files.write(newSpool(), new byte[BYTES]));
    }

    @Override
    public InputStream open(String name) throws IOException {
      return new FilterInputStream(super.open(name)) {
        private boolean begun;

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          if (begun) {
            firstRead.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            if (fails) {
              throw new StoreException("memory: gone", null);
            }
          }
          begun = true;
          return in.read(bytes, offset, length);
        }
      };
    }
  }

  private Download download(ObjectStore store, Path part) {
    return new Download(
        store,
        new ImmutableObject("a", BYTES, hashOfZeros()),
        part,
        (good, why) -> ended.add(good + (why == null ? "" : " " + why.getMessage())));
  }

  private static String hashOfZeros() {
    return java.util.HexFormat.of().formatHex(ImmutableObject.newHash().digest(new byte[BYTES]));
  }

  private Path part() throws IOException {
    return Files.createFile(folder.resolve("part"));
  }

  private static DownloadInput reader(Download download) throws IOException {
    return DownloadInput.join(download).orElseThrow();
  }

  @Test
  void read_whileItComes_isWhatHasArrived() throws Exception {
    SlowStore store = new SlowStore();
    Path part = part();
    Download download = download(store, part);
    DownloadInput in = reader(download);
    Thread thread = new Thread(download);
    thread.start();
    store.firstRead.await();

    assertThat(in.readNBytes(1000)).hasSize(1000);
    assertThat(ended).isEmpty();

    store.goOn.countDown();
    assertThat(in.readAllBytes()).hasSize(BYTES - 1000);
    thread.join();
    assertThat(ended).containsExactly("true");
    assertThat(part).hasSize(BYTES);
    assertThat(store.bytesRead()).isEqualTo(BYTES);
  }

  @Test
  void read_lastByte_comesAfterTheCopyIsKept() throws IOException {
    MemoryStore store = new MemoryStore();
    store.put("a", Files.write(store.newSpool(), new byte[BYTES]));
    List<DownloadInput> readers = new ArrayList<>();
    Download download =
        new Download(
            store,
            new ImmutableObject("a", BYTES, hashOfZeros()),
            part(),
            (good, why) -> {
              DownloadInput in = readers.get(0);
              try {
                ended.add("read " + in.readNBytes(BYTES - 1).length);
                Thread.currentThread().interrupt(); // Whoever has to wait, fails.
                ended.add("read " + in.read());
              } catch (IOException e) {
                ended.add(e.getMessage() + " " + Thread.interrupted());
              }
            });
    readers.add(reader(download));

    download.run();

    assertThat(ended).containsExactly("read " + (BYTES - 1), "memory/a: stopped true");
    assertThat(readers.get(0).readAllBytes()).containsExactly(0);
  }

  @Test
  void close_beforeItsEnd_endsIt() throws Exception {
    SlowStore store = new SlowStore();
    Download download = download(store, part());
    DownloadInput in = reader(download);
    Thread thread = new Thread(download);
    thread.start();
    store.firstRead.await();

    in.close();
    in.close();
    store.goOn.countDown();
    thread.join();

    assertThat(ended).containsExactly("false");
    assertThat(store.bytesRead()).isLessThan(BYTES);
    assertThat(download.join()).isFalse();
  }

  @Test
  void close_oneOfTwo_theOtherReadsOn() throws Exception {
    SlowStore store = new SlowStore();
    Download download = download(store, part());
    DownloadInput one = reader(download);
    DownloadInput other = reader(download);
    Thread thread = new Thread(download);
    thread.start();
    store.firstRead.await();

    one.close();
    store.goOn.countDown();

    assertThat(other.readAllBytes()).hasSize(BYTES);
    thread.join();
    assertThat(ended).containsExactly("true");
  }

  @Test
  void join_partCannotBeOpened_leavesTheDownload() throws Exception {
    SlowStore store = new SlowStore();
    Path part = part();
    Download download = download(store, part);
    DownloadInput in = reader(download);
    Thread thread = new Thread(download);
    thread.start();
    store.firstRead.await();
    Files.delete(part);

    assertThatThrownBy(() -> DownloadInput.join(download)).isInstanceOf(NoSuchFileException.class);

    in.close();
    store.goOn.countDown();
    thread.join();
    assertThat(ended).containsExactly("false");
    assertThat(store.bytesRead()).isLessThan(BYTES);
  }

  @Test
  void read_storeFails_failsTheSameForAll() throws Exception {
    SlowStore store = new SlowStore();
    store.fails = true;
    Download download = download(store, part());
    DownloadInput one = reader(download);
    DownloadInput other = reader(download);
    Thread thread = new Thread(download);
    thread.start();
    store.goOn.countDown();

    for (DownloadInput in : List.of(one, other)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(StoreException.class)
          .hasMessage("memory: gone");
    }
    thread.join();
    assertThat(ended).containsExactly("false");
  }

  @Test
  void run_objectIsLongerThanSaid_takesNoMoreRoomAndIsPassedOn() throws Exception {
    byte[] longer = new byte[3 * BYTES];
    Arrays.fill(longer, (byte) 1);
    MemoryStore store = new MemoryStore();
    store.put("a", Files.write(store.newSpool(), longer));
    Path part = part();
    Download download = download(store, part);
    DownloadInput in = reader(download);

    download.run();

    assertThat(Files.size(part)).isLessThanOrEqualTo(BYTES);
    assertThat(ended).containsExactly("false");
    assertThat(in.readAllBytes()).isEqualTo(longer);
  }

  @Test
  void run_keeperFails_readersDoNotWaitForEver() throws Exception {
    MemoryStore store = new MemoryStore();
    store.put("a", Files.write(store.newSpool(), new byte[BYTES]));
    Download download =
        new Download(
            store,
            new ImmutableObject("a", BYTES, hashOfZeros()),
            part(),
            (good, why) -> {
              throw new IllegalStateException("no memory, say");
            });
    reader(download);

    assertThatThrownBy(download::run).hasMessage("no memory, say");

    Thread.currentThread().interrupt(); // Whoever has to wait, fails.
    try {
      assertThat(download.awaitBehind(BYTES)).isZero();
    } finally {
      Thread.interrupted();
    }
  }

  static boolean isDevFullThere() {
    return Files.exists(Path.of("/dev/full"));
  }

  @Test
  @EnabledIf("isDevFullThere")
  void read_diskIsFull_goesOnFromTheStore() throws Exception {
    MemoryStore store = new MemoryStore();
    store.put("a", Files.writeString(store.newSpool(), "content"));
    Path full = Files.createSymbolicLink(folder.resolve("part"), Path.of("/dev/full"));
    Download download = download(store, full);
    DownloadInput in = reader(download);

    download.run();

    assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("content");
    assertThat(ended).singleElement().asString().startsWith("false ").contains("No space left");
    Files.delete(full);
  }
}
