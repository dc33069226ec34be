package org.shoestring.store.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.object.Warnings;

class AttemptsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<String> remarks = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    Warnings.to(remarks::add);
  }

  @AfterEach
  void listenNoMore() {
    Warnings.to(remark -> {});
  }

  /** Fails twice for now. */
  private static boolean attempt(int before) throws IOException {
    if (before < 2) {
      throw new TransientException("503", null);
    }
    return true;
  }

  @Test
  void run_objectsOfAStoreThatDoesNotAnswer_isToldOnce() throws Exception {
    Attempts attempts = new Attempts(PATIENCE, Duration.ZERO);
    List<Thread> threads =
        IntStream.range(0, 8).mapToObj(i -> new Thread(() -> patiently(attempts))).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    patiently(attempts);

    assertThat(remarks)
        .containsExactly(
            "s3://bucket/a: check: 503; trying again for up to 60 s (Ctrl-C stops it, 'shoestring"
                + " doctor' shows more)");
  }

  private static void patiently(Attempts attempts) {
    try {
      attempts.run("s3://bucket/a: check", AttemptsTest::attempt);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void run_storeThatAnswersSoon_isNotTold() {
    patiently(new Attempts(PATIENCE));
    patiently(new Attempts(PATIENCE, Duration.ZERO).quietly());

    assertThat(remarks).isEmpty();
  }
}
