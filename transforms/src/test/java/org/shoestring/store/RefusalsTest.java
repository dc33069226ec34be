package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.Fault.Answer;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.RemoteStore;

/** Servers that refuse for a while, which is waited for up to a point. */
@Tag("long")
class RefusalsTest extends FaultyStore {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 429, 408})
  void every_burstOfRefusals_isWaitedFor(int status) throws IOException {
    RemoteStore store = behindProxy("give-up-after: 60s", "conditional-create: yes");
    Fault refusal = Answer.of(status);

    burst(refusal);
    put(store, "a", CONTENT);
    burst(refusal);
    assertThat(store.create("b", CONTENT)).isTrue();
    burst(refusal);
    assertThat(read(store, "a")).isEqualTo(CONTENT);
    burst(refusal);
    assertThat(store.stat("b").orElseThrow().bytes()).isEqualTo(7);
    burst(refusal);
    assertThat(store.list("")).extracting(StoredObject::name).containsExactly("a", "b");
    burst(refusal);
    store.delete("a");

    assertThat(injected()).hasSize(18).containsOnly(refusal);
    assertThat(names()).containsExactly("b");
  }

  private void burst(Fault refusal) {
    proxy.inject(FaultRule.always(refusal).times(3));
  }

  @ParameterizedTest
  @CsvSource({
    "503,SlowDown", "503,ServiceUnavailable", "500,InternalError", "400,RequestTimeout",
    "409,OperationAborted", "429,TooManyRequestsException", "400,IncompleteBody", "400,BadDigest"
  })
  void put_errorOfTheMoment_isTriedAgain(int status, String code) throws IOException {
    Fault refusal = Answer.s3(status, code, "not now");
    proxy.inject(FaultRule.always(refusal).times(1));

    put(patient(), "a", CONTENT);

    assertThat(injected()).containsExactly(refusal);
    assertThat(read(direct, "a")).isEqualTo(CONTENT);
  }

  @Test
  void put_askedToComeBackSoon_does() throws IOException {
    Fault refusal =
        Answer.s3(503, "SlowDown", "Reduce your request rate.").with("Retry-After", "1");
    proxy.inject(FaultRule.always(refusal).times(1));

    put(patient(), "a", CONTENT);

    assertThat(injected()).containsExactly(refusal);
    assertThat(read(direct, "a")).isEqualTo(CONTENT);
  }

  @Test
  void put_askedToComeBackTooLate_isGivenUpAtOnce() throws IOException {
    proxy.inject(
        FaultRule.always(
            Answer.s3(503, "SlowDown", "Reduce your request rate.").with("Retry-After", "3600")));

    assertThatThrownBy(() -> put(patient(), "a", CONTENT))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            url("a")
                + ": write: 503 SlowDown: Reduce your request rate. (the store asks to wait 3600"
                + " s); gave up after 1 attempt in 1 s. Finished work is kept: run the command again."
                + " To wait longer, set give-up-after in the store file");
  }

  @Test
  void put_refusedAllTheTime_isGivenUp() throws IOException {
    proxy.inject(FaultRule.always(Answer.s3(503, "SlowDown", "Reduce your request rate.")));

    assertThatThrownBy(() -> put(hasty(), "a", CONTENT))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "\\Q"
                + url("a")
                + "\\E: write: 503 SlowDown: Reduce your request rate\\.; gave up after [0-9]+"
                + " attempts in [0-9]+ s\\. Finished work is kept: run the command again\\. To wait"
                + " longer, set give-up-after in the store file");
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "look", "create", "list", "delete"})
  void every_nobodyListens_saysWhere(String verb) throws IOException {
    proxy.refuseConnections();

    Refused refused = Refused.by(hasty(), verb);
    assertThat(refused.message())
        .matches(
            "\\Q"
                + url(verb.equals("list") ? "" : "a")
                + "\\E: "
                + (verb.equals("look") ? "check" : verb)
                + ": no server answers at \\Q"
                + proxy.endpoint()
                + "\\E \\(Connection refused\\); check the endpoint in test\\.conf, and the"
                + " network; gave up after [0-9]+ attempts in [0-9]+ s\\. Finished work is kept: run"
                + " the command again\\. To wait longer, set give-up-after in the store file");
  }

  @Test
  void read_unknownHost_saysWhich() throws IOException {
    StoreFile file = file("http://no-such-host.invalid", "give-up-after: 1s", "path-style: yes");
    RemoteStore store = TestStores.open(file, BUCKET, prefix, spools, new Traffic());

    assertThat(Refused.by(store, "read").message())
        .contains("unknown host no-such-host.invalid")
        .contains("; check the endpoint in test.conf, and the network; gave up");
  }
}
