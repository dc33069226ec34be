package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.Fault.Answer;
import org.shoestring.server.fault.Fault.End;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.remote.RemoteStore;

/** Creating while answers are lost and others create: true for who made it, false for the rest. */
class CreateFaultsTest extends FaultyStore {
  private static final byte[] OURS = "ours".getBytes(UTF_8);
  private static final byte[] THEIRS = "theirs".getBytes(UTF_8);
  private static final Fault LOST = new Fault.LoseAnswer(End.RESET);
  private static final Fault UNHEARD = new Fault.CutRequest(0, End.RESET);

  private RemoteStore store() throws IOException {
    return behindProxy("conditional-create: yes");
  }

  @Test
  void create_answerLost_isOurs() throws IOException {
    proxy.inject(FaultRule.always(LOST).times(1));

    assertThat(store().create("a", OURS)).isTrue();

    assertThat(injected()).containsExactly(LOST);
    assertThat(requests("PUT"))
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.header("If-None-Match")).contains("*"));
    assertThat(read(direct, "a")).isEqualTo(OURS);
  }

  @Test
  void create_answerTellsAnotherMd5_isSentAgain() throws IOException {
    Fault damaged = Answer.of(200).with("ETag", "\"00000000000000000000000000000000\"");
    proxy.inject(FaultRule.always(damaged).times(1));

    assertThat(store().create("a", OURS)).isTrue();

    assertThat(injected()).containsExactly(damaged);
    assertThat(requests("PUT")).hasSize(2);
    assertThat(read(direct, "a")).isEqualTo(OURS);
  }

  @ParameterizedTest
  @CsvSource({"1048576, ''", "1048577, 100-continue"})
  void create_largeContent_isSentWhenTheServerSaysSo(int bytes, String expected)
      throws IOException {
    assertThat(store().create("a", new byte[bytes])).isTrue();

    assertThat(requests("PUT"))
        .singleElement()
        .satisfies(put -> assertThat(put.header("Expect").orElse("")).isEqualTo(expected));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void create_cutAtRandomBytes_isOurs(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] content = bytes(random, 3000);
    FaultRule cut =
        request ->
            Optional.of(
                random.nextBoolean()
                    ? new Fault.CutRequest(random.nextInt(4000), end(random))
                    : new Fault.CutAnswer(random.nextInt(150), end(random)));
    proxy.inject(cut.when(request -> request.number() % 3 < 2));
    RemoteStore store = store();

    for (int i = 0; i < 4; i++) {
      assertThat(store.create("a" + i, content)).isTrue();
      assertThat(store.create("a" + i, OURS)).isFalse();
      assertThat(read(direct, "a" + i)).isEqualTo(content);
    }

    assertThat(proxy.injected()).isNotEmpty();
  }

  @Test
  void create_othersWhileOursWasCut_isTheirs() throws IOException {
    proxy.inject(before(UNHEARD, () -> direct.create("a", THEIRS)).times(1));

    assertThat(store().create("a", OURS)).isFalse();

    assertThat(injected()).containsExactly(UNHEARD);
    assertThat(read(direct, "a")).isEqualTo(THEIRS);
  }

  @Test
  void create_refusedAndAnswerLost_isTheirs() throws IOException {
    direct.create("a", THEIRS);
    proxy.inject(FaultRule.always(LOST).times(1));

    assertThat(store().create("a", OURS)).isFalse();

    assertThat(injected()).containsExactly(LOST);
    assertThat(read(direct, "a")).isEqualTo(THEIRS);
  }

  @Test
  void create_oursWasLostAndTakenOver_isTheirs() throws IOException {
    FaultRule lost = FaultRule.always(LOST).times(1);
    FaultRule takenOver =
        before(
                UNHEARD,
                () -> {
                  direct.delete("a");
                  direct.create("a", THEIRS);
                })
            .times(1);
    proxy.inject(lost.or(takenOver));

    assertThat(store().create("a", OURS)).isFalse();

    assertThat(injected()).containsExactly(LOST, UNHEARD);
    assertThat(read(direct, "a")).isEqualTo(THEIRS);
  }

  @Test
  void create_conflictWithAnother_isTriedAgain() throws IOException {
    Answer conflict = Answer.s3(409, "ConditionalRequestConflict", "at the same time");
    proxy.inject(FaultRule.always(conflict).times(1));

    assertThat(store().create("a", OURS)).isTrue();

    assertThat(injected()).containsExactly(conflict);
  }

  @Test
  void create_neverAnswered_isAnError() throws IOException {
    proxy.inject(FaultRule.always(LOST));

    assertThatThrownBy(
            () -> behindProxy("conditional-create: yes", "give-up-after: 1s").create("a", OURS))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(url("a") + ": create: ")
        .hasMessageContaining("; gave up after ");

    assertThat(read(direct, "a")).as("it was made, and nobody told us").isEqualTo(OURS);
  }

  @Test
  void create_storeWithoutConditionsAndAnswerLost_isOurs() throws IOException {
    proxy.inject(FaultRule.always(LOST).on("PUT").times(1));

    assertThat(behindProxy("conditional-create: no").create("a", OURS)).isTrue();

    assertThat(injected()).containsExactly(LOST);
  }

  @Test
  void create_storeWithoutConditionsAndOthersCameLater_isTheirs() throws IOException {
    FaultRule later = before(LOST, () -> direct.put("a", spool(THEIRS))).on("GET").times(1);
    proxy.inject(later);

    assertThat(behindProxy("conditional-create: no").create("a", OURS)).isFalse();

    assertThat(injected()).containsExactly(LOST);
  }

  @Test
  void createsConditionally_answersOfTheProbeLost_isTrue() throws IOException {
    proxy.inject(FaultRule.always(LOST).on("PUT").times(2));

    assertThat(behindProxy("conditional-create: probe").createsConditionally()).isTrue();

    assertThat(injected()).containsExactly(LOST, LOST);
    assertThat(names()).isEmpty();
  }

  private interface Deed {
    void run() throws IOException;
  }

  /** A fault, and what others do just before it. */
  private static FaultRule before(Fault fault, Deed deed) {
    return request -> {
      try {
        deed.run();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return Optional.of(fault);
    };
  }

  private Path spool(byte[] content) throws IOException {
    return Files.write(direct.newSpool(), content);
  }
}
