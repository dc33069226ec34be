package org.shoestring.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FolderSyncTest {
  private static final Path FOLDER = Path.of("folder");

  private final AtomicInteger syncs = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  /** Lets four threads come while a fifth is at work; the sync of that number fails. */
  private void run(int failing) throws InterruptedException {
    CountDownLatch isAtWork = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FolderSync.Sync sync =
        folder -> {
          int number = syncs.incrementAndGet();
          isAtWork.countDown();
          await(goOn);
          if (number == failing) {
            throw new IOException("sync " + number);
          }
        };
    List<Thread> threads = new ArrayList<>();
    threads.add(start(sync));
    isAtWork.await();
    for (int i = 0; i < 4; i++) {
      Thread other = start(sync);
      threads.add(other);
      while (other.getState() != Thread.State.BLOCKED && other.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    goOn.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Thread start(FolderSync.Sync sync) {
    Thread thread =
        new Thread(
            () -> {
              try {
                FolderSync.share(FOLDER, sync);
              } catch (IOException e) {
                failures.add(e.getMessage());
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void share_manyWhileOneIsAtWork_oneMoreIsForAll() throws InterruptedException {
    run(0);

    assertThat(syncs).hasValue(2);
    assertThat(failures).isEmpty();
  }

  @Test
  void share_failsForAll_eachTriesForItself() throws InterruptedException {
    run(2);

    assertThat(syncs).hasValue(5);
    assertThat(failures).containsExactly("sync 2");
  }

  @Test
  void share_oneAfterTheOther_eachIsDone() throws IOException {
    for (int i = 0; i < 3; i++) {
      FolderSync.share(FOLDER, folder -> syncs.incrementAndGet());
    }

    assertThat(syncs).hasValue(3);
  }
}
