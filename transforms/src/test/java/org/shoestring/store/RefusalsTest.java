package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.Fault;
import org.shoestring.server.Fault.Answer;
import org.shoestring.server.FaultRule;
import org.shoestring.server.S3Proxy;
import org.shoestring.store.TestStores.AccessKey;

/**
 * Servers that refuse: for a while, which is waited for, or for good, which is told with a cure.
 */
class RefusalsTest extends FaultyStore {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);
  private static final String WHENCE =
      "they come from the environment variables TEST_KEY and TEST_SECRET";

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
                + ": write: 503 SlowDown: Reduce your request rate., to come back in 3600 s; given"
                + " up after 1 attempt in 1 s (give-up-after of its store file); what is finished"
                + " is kept");
  }

  @Test
  void put_refusedAllTheTime_isGivenUp() throws IOException {
    proxy.inject(FaultRule.always(Answer.s3(503, "SlowDown", "Reduce your request rate.")));

    assertThatThrownBy(() -> put(hasty(), "a", CONTENT))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "\\Q"
                + url("a")
                + "\\E: write: 503 SlowDown: Reduce your request rate\\.; given up after [2-9]"
                + " attempts in 1 s \\(give-up-after of its store file\\); what is finished is kept");
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "look", "create", "list", "delete"})
  void every_nobodyListens_saysWhere(String verb) throws IOException {
    proxy.refuseConnections();

    Refused refused = refused(hasty(), verb);
    assertThat(refused.message())
        .matches(
            "\\Q"
                + url(verb.equals("list") ? "" : "a")
                + "\\E: "
                + verb
                + ": no server answers at \\Q"
                + proxy.endpoint()
                + "\\E \\(Connection refused\\); is that the endpoint that you mean \\(test\\.conf\\),"
                + " and is it reached\\?; given up after [2-9] attempts in 1 s \\(give-up-after of its"
                + " store file\\); what is finished is kept");
  }

  @Test
  void read_unknownHost_saysWhich() throws IOException {
    StoreFile file = file("http://no-such-host.invalid", "give-up-after: 1s", "path-style: yes");
    RemoteStore store = TestStores.open(file, BUCKET, prefix, spools, new Traffic());

    assertThat(refused(store, "read").message())
        .contains("no such host is known: no-such-host.invalid")
        .contains("; is that the endpoint that you mean (test.conf), and is it reached?; given up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "look", "create", "list", "delete"})
  void every_wrongSecret_isToldWithoutIt(String verb) throws IOException {
    String wrong = "a wrong secret";
    Refused refused = refused(withKey(new AccessKey(S3Proxy.ACCESS_KEY, wrong)), verb);

    assertThat(refused.message())
        .isEqualTo(
            url(verb.equals("list") ? "" : "a")
                + ": 403 SignatureDoesNotMatch: The request signature we calculated does not match the"
                + " signature you provided. Check your key and signing method.; the secret key is not that of the access"
                + " key: "
                + WHENCE);
    assertThat(refused.everything()).noneMatch(text -> text.contains(wrong));
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "look", "create", "list", "delete"})
  void every_unknownKey_isTold(String verb) throws IOException {
    Refused refused = refused(withKey(new AccessKey("nobody", "a secret of nobody")), verb);

    assertThat(refused.message())
        .isEqualTo(
            url(verb.equals("list") ? "" : "a")
                + ": 403 InvalidAccessKeyId: Forbidden; the access key is unknown there: "
                + WHENCE);
    assertThat(refused.everything()).noneMatch(text -> text.contains("a secret of nobody"));
  }

  private RemoteStore withKey(AccessKey key) throws IOException {
    StoreFile file =
        TestStores.file(
            key,
            "test",
            "type: s3",
            "endpoint: " + proxy.endpoint(),
            "region: us-east-1",
            "conditional-create: yes");
    return TestStores.open(file, BUCKET, prefix, spools, new Traffic());
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "create", "list", "delete"})
  void every_noBucket_isTold(String verb) throws IOException {
    if (verb.equals("delete")) { // S3Proxy has nothing to delete then.
      proxy.inject(FaultRule.always(Answer.s3(404, "NoSuchBucket", "No such bucket")));
    }
    StoreFile file = file(proxy.endpoint(), "conditional-create: yes");
    RemoteStore store = TestStores.open(file, "no-bucket", prefix, spools, new Traffic());

    assertThat(refused(store, verb).message())
        .isEqualTo(
            "test://no-bucket: no such bucket; create it, or mend its name or the store's endpoint"
                + " (test.conf)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|ExpiredToken|The provided token has expired.|; the session's credentials are over: get"
            + " new ones; "
            + WHENCE,
        "403|AccessDenied|Access Denied|; the credentials may not do this: allow them to get, put,"
            + " list and delete there, or use others: "
            + WHENCE,
        "400|AuthorizationHeaderMalformed|the region 'us-east-1' is wrong; expecting 'eu-west-1'|;"
            + " the bucket lies in another region: export AWS_REGION, give --awsRegion, or mend"
            + " 'region' in test.conf",
        "301|PermanentRedirect|Use the specified endpoint.|; the bucket lies in another region:"
            + " export AWS_REGION, give --awsRegion, or mend 'region' in test.conf",
      })
  void every_refusedForGood_isToldAtOnceWithACure(int status, String code, String said, String cure)
      throws IOException {
    Fault refusal = Answer.s3(status, code, said);
    proxy.inject(FaultRule.always(refusal));
    RemoteStore store = behindProxy("conditional-create: yes");

    for (String verb : List.of("read", "write", "look", "create", "list", "delete")) {
      int before = proxy.requests().size();
      Refused refused = refused(store, verb);

      assertThat(refused.message())
          .isEqualTo(
              url(verb.equals("list") ? "" : "a")
                  + ": "
                  + status
                  + " "
                  + code
                  + ": "
                  + said
                  + cure);
      assertThat(refused.everything()).noneMatch(text -> text.contains(S3Proxy.SECRET_KEY));
      // The answer to a HEAD has no body that could say why.
      assertThat(proxy.requests()).hasSize(before + (verb.equals("look") ? 2 : 1));
    }
  }

  @Test
  void put_endpointOfSomethingElse_isToldAsAnError() throws IOException {
    proxy.inject(FaultRule.always(Answer.of(404)));

    assertThat(refused(patient(), "write").message())
        .isEqualTo(
            url("a") + ": 404; is that the endpoint that you mean (test.conf), and is it reached?");
  }

  /** An error as it was thrown. */
  private record Refused(StoreException error) {
    String message() {
      return String.valueOf(error.getMessage());
    }

    /** All that a log may show of it. */
    List<String> everything() {
      List<String> texts = new ArrayList<>();
      for (Throwable cause = error; cause != null; cause = cause.getCause()) {
        texts.add(cause.toString());
        for (Throwable suppressed : cause.getSuppressed()) {
          texts.add(suppressed.toString());
        }
      }
      return texts;
    }
  }

  private Refused refused(RemoteStore store, String verb) {
    List<StoreException> thrown = new ArrayList<>();
    assertThatThrownBy(request(store, verb))
        .isInstanceOfSatisfying(StoreException.class, thrown::add);
    return new Refused(thrown.get(0));
  }

  private ThrowingCallable request(RemoteStore store, String verb) {
    return switch (verb) {
      case "read" -> () -> read(store, "a");
      case "write" -> () -> put(store, "a", CONTENT);
      case "look" -> () -> store.stat("a");
      case "create" -> () -> store.create("a", CONTENT);
      case "list" -> () -> store.list("");
      case "delete" -> () -> store.delete("a");
      default -> throw new IllegalArgumentException(verb);
    };
  }
}
