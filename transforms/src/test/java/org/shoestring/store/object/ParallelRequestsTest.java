package org.shoestring.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelRequestsTest {
  private static final List<String> NAMES =
      IntStream.range(0, 1000).mapToObj(Integer::toString).toList();

  @Test
  void each_names_givesTheAnswersInTheirOrder() throws IOException {
    assertThat(ParallelRequests.each(NAMES, Integer::valueOf))
        .isEqualTo(IntStream.range(0, 1000).boxed().toList());
    assertThat(ParallelRequests.each(List.of("7"), Integer::valueOf)).containsExactly(7);
    assertThat(ParallelRequests.each(List.of(), Integer::valueOf)).isEmpty();
  }

  @Test
  void each_names_areAskedForSeveralAtATime() throws IOException {
    CountDownLatch together = new CountDownLatch(32);

    List<Boolean> answers =
        ParallelRequests.each(
            NAMES,
            name -> {
              together.countDown();
              try {
                together.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return true;
            });

    assertThat(answers).hasSize(1000).containsOnly(true);
  }

  @Test
  void each_oneFails_noMoreAreBegun() {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch failing = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                ParallelRequests.each(
                    NAMES,
                    name -> {
                      begun.incrementAndGet();
                      if (name.equals("3")) {
                        failing.countDown();
                        throw new IOException("no such thing");
                      }
                      try {
                        failing.await();
                        Thread.sleep(100);
                      } catch (InterruptedException e) {
                        throw new IOException(e);
                      }
                      return name;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("no such thing");
    assertThat(begun).hasValueBetween(4, 100);
  }

  @Test
  void each_oneHasAnError_isThatError() {
    assertThatThrownBy(
            () ->
                ParallelRequests.each(
                    NAMES,
                    name -> {
                      throw new LinkageError("a class is gone");
                    }))
        .isInstanceOf(LinkageError.class);
  }
}
