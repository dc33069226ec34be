package org.shoestring.pipeline.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MessagesTest {
  private static void print(String message) {
    Messages.print(() -> System.err.println(message));
  }

  @Test
  void print_stderrTakesNothing_returnsAndIsPrintedLaterInOrder() {
    try (BlockedStderr stderr = new BlockedStderr()) {
      print("first");
      print("second");
      Messages.printLast(() -> System.err.println("last"));

      assertThat(stderr.read()).containsExactly("first", "second", "last");
    }
  }

  @Test
  void print_stderrTakesAll_isPrintedWhenItReturns() {
    List<String> printed = new ArrayList<>();
    Messages.print(() -> printed.add("one"));

    assertThat(printed).containsExactly("one");
  }

  @Test
  void print_withinAMessage_isAPartOfIt() {
    List<String> printed = new ArrayList<>();
    Messages.print(
        () -> {
          Messages.print(() -> printed.add("inner"));
          printed.add("outer");
        });

    assertThat(printed).containsExactly("inner", "outer");
  }

  @Test
  void print_moreThanAreKept_tellsHowManyAreMissing() {
    try (BlockedStderr stderr = new BlockedStderr()) {
      for (int i = 0; i < Messages.MOST + 4; i++) {
        print("message " + i); // The first is being printed, and three find no place.
      }

      assertThat(stderr.read())
          .hasSize(Messages.MOST + 2)
          .startsWith("message 0", "message 1")
          .endsWith(
              "message " + Messages.MOST,
              "shoestring: 3 messages are missing here, because nobody read stderr");
    }
  }

  @Test
  void print_interruptedThread_staysInterruptedAndIsPrinted() {
    List<String> printed = new ArrayList<>();
    Thread.currentThread().interrupt();
    Messages.print(() -> printed.add("one"));
    assertThat(Thread.interrupted()).isTrue();
    Messages.awaitAll();

    assertThat(printed).containsExactly("one");
  }

  @Test
  void print_messageFails_failsForWhoSentIt() {
    RuntimeException failure = new IllegalArgumentException("no such line");
    OutOfMemoryError error = new OutOfMemoryError("no more");

    assertThatThrownBy(
            () ->
                Messages.print(
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThatThrownBy(
            () ->
                Messages.print(
                    () -> {
                      throw error;
                    }))
        .isSameAs(error);
  }
}
