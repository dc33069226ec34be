package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.Fault.End;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.store.object.ChangedFileException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.remote.RemoteStore;

/** Putting and deleting while the connection breaks: whole or not at all. */
@Tag("long")
class WriteFaultsTest extends FaultyStore {
  private static final int SIZE = 400_000;

  private final byte[] content = bytes(new Random(1), SIZE);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void put_requestCutAtRandomBytes_isExact(long seed) throws IOException {
    Random random = new Random(seed);
    FaultRule cut = request -> Optional.of(new Fault.CutRequest(random.nextInt(SIZE), end(random)));
    AtomicInteger puts = new AtomicInteger();
    proxy.inject(cut.when(request -> puts.getAndIncrement() % 3 < 2).on("PUT"));
    RemoteStore store = patient();

    for (int i = 0; i < 5; i++) {
      put(store, "a" + i, content);
    }

    assertThat(proxy.injected()).hasSize(10);
    assertThat(names()).containsExactly("a0", "a1", "a2", "a3", "a4");
    for (int i = 0; i < 5; i++) {
      assertThat(read(direct, "a" + i)).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 2000, 200_000, SIZE - 1})
  void put_requestAlwaysCut_leavesNothingAndWhatWasThere(int bytes) throws IOException {
    put(direct, "old", new byte[] {1, 2, 3});
    proxy.inject(FaultRule.always(new Fault.CutRequest(bytes, End.CLOSE)).on("PUT"));

    assertThatThrownBy(() -> put(hasty(), "a", content))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(url("a") + ": write: ")
        .hasMessageContaining("; gave up after ");
    assertThatThrownBy(() -> put(hasty(), "old", content)).isInstanceOf(StoreException.class);

    assertThat(proxy.injected()).hasSameSizeAs(requests("PUT")).hasSizeGreaterThan(3);
    assertThat(names()).containsExactly("old");
    assertThat(read(direct, "old")).containsExactly(1, 2, 3);
  }

  @Test
  void replace_fileChangedWhileItIsSent_isNoObject() throws IOException {
    Path file = Files.write(spools.resolve("f"), content);
    AtomicInteger seen = new AtomicInteger();
    proxy.inject(
        request -> {
          seen.incrementAndGet();
          touch(file);
          return Optional.empty();
        });

    assertThatThrownBy(() -> patient().replace("a", file))
        .isInstanceOf(ChangedFileException.class)
        .hasMessageStartingWith(file + ": was changed while it was being stored");

    assertThat(seen).hasPositiveValue();
    assertThat(names()).isEmpty();
  }

  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 10, 12, 20, 100})
  void put_answerCut_isThere(long bytes) throws IOException {
    Fault cut = new Fault.CutAnswer(bytes, End.RESET);
    proxy.inject(FaultRule.always(cut).times(1));

    put(patient(), "a", content);

    assertThat(injected()).containsExactly(cut);
    assertThat(read(direct, "a")).isEqualTo(content);
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void put_answerLost_isThere(End end) throws IOException {
    proxy.inject(FaultRule.always(new Fault.LoseAnswer(end)).times(1));

    put(patient(), "a", content);

    assertThat(injected()).containsExactly(new Fault.LoseAnswer(end));
    assertThat(requests("PUT")).hasSize(2);
    assertThat(read(direct, "a")).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 200_000})
  void put_bitFlippedOnItsWay_isRefusedAndSentAgain(long at) throws IOException {
    proxy.inject(FaultRule.always(new Fault.FlipBit(at)).times(1));

    put(patient(), "a", content);

    assertThat(injected()).containsExactly(new Fault.FlipBit(at));
    assertThat(requests("PUT")).hasSize(2);
    assertThat(read(direct, "a")).isEqualTo(content);
  }

  @Test
  void put_bitAlwaysFlipped_isNeverStored() throws IOException {
    proxy.inject(FaultRule.always(new Fault.FlipBit(1000)));

    assertThatThrownBy(() -> put(hasty(), "a", content))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(url("a") + ": write: the content was damaged on the way")
        .hasMessageContaining("; gave up after ");

    assertThat(names()).isEmpty();
  }

  @Test
  void put_serverTakesNoMore_isGivenUp() throws IOException {
    Fault stall = new Fault.StallRequest(10_000);
    proxy.inject(FaultRule.always(stall));

    assertThatThrownBy(() -> put(hasty(), "a", bytes(new Random(2), 20_000_000)))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "\\Q"
                + url("a")
                + "\\E: write: the server accepted no more data for 1 s; gave up after [0-9]+ attempts?"
                + " in [0-9]+ s\\. Finished work is kept: run the command again\\. To wait longer, set"
                + " give-up-after in the store file");

    assertThat(injected()).isNotEmpty().containsOnly(stall);
    assertThat(names()).isEmpty();
  }

  @Test
  void put_serverNeverAnswers_isGivenUp() throws IOException {
    proxy.inject(FaultRule.always(new Fault.StallAnswer(0)));

    assertThatThrownBy(() -> put(hasty(), "a", content))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(url("a") + ": write: Read timed out; gave up after ");

    assertThat(injected()).isNotEmpty();
  }

  @Test
  void delete_answerLost_isGone() throws IOException {
    put(direct, "a", content);
    proxy.inject(FaultRule.always(new Fault.LoseAnswer(End.RESET)).times(1));

    patient().delete("a");

    assertThat(requests("DELETE")).hasSize(2);
    assertThat(names()).isEmpty();
  }

  @Test
  void put_connectionsRefusedForAWhile_isThere() throws IOException {
    RemoteStore store = patient();
    put(store, "a", new byte[] {1});
    FaultRule refuse =
        request -> {
          try {
            proxy.refuseConnections();
            proxy.acceptConnections();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return Optional.empty();
        };
    proxy.inject(refuse.when(request -> request.number() == 1));

    put(store, "a", content);

    assertThat(requests("PUT")).hasSize(3);
    assertThat(read(direct, "a")).isEqualTo(content);
  }
}
