package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.Fault.Answer;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.store.TestStores.AccessKey;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.RemoteStore;

/** Servers that refuse for good: told at once, with a cure, and without a secret. */
class CredentialsTest extends FaultyStore {
  private static final String WHENCE =
      "credentials come from the environment variables TEST_KEY and TEST_SECRET";

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "look", "create", "list", "delete"})
  void every_wrongSecret_isToldWithoutIt(String verb) throws IOException {
    String wrong = "a wrong secret";
    Refused refused = Refused.by(withKey(new AccessKey(S3Proxy.ACCESS_KEY, wrong)), verb);

    assertThat(refused.message())
        .isEqualTo(
            url(verb.equals("list") ? "" : "a")
                + ": 403 SignatureDoesNotMatch: The request signature we calculated does not match the"
                + " signature you provided. Check your key and signing method.; the secret key does not"
                + " belong to the access key; correct it ("
                + WHENCE
                + ")");
    assertThat(refused.everything()).noneMatch(text -> text.contains(wrong));
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "look", "create", "list", "delete"})
  void every_unknownKey_isTold(String verb) throws IOException {
    Refused refused = Refused.by(withKey(new AccessKey("nobody", "a secret of nobody")), verb);

    assertThat(refused.message())
        .isEqualTo(
            url(verb.equals("list") ? "" : "a")
                + ": 403 InvalidAccessKeyId: Forbidden; the store does not know this access key;"
                + " correct it ("
                + WHENCE
                + ")");
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

    assertThat(Refused.by(store, verb).message())
        .isEqualTo(
            "test://no-bucket: no such bucket; create it, or correct its name, or the endpoint"
                + " in test.conf");
  }

  @Test
  void deleteAll_refused_isToldForOneAndNoMoreAreAskedFor() throws IOException {
    List<String> names = IntStream.range(0, 200).mapToObj(i -> "a" + i).toList();
    proxy.inject(FaultRule.always(Answer.s3(403, "AccessDenied", "Access Denied")));

    assertThatThrownBy(() -> hasty().deleteAll(names))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(Pattern.quote(url("a")) + "[0-9]+: 403 AccessDenied.*");
    assertThat(proxy.requests().size()).isBetween(1, 100);
  }

  /** The server closes the connection while the content is on its way: nobody reads its answer. */
  @Test
  void put_largeFileNoBucket_isToldAtOnce() throws IOException {
    StoreFile file = file(server.endpoint(), "give-up-after: 10s");
    RemoteStore store = TestStores.open(file, "no-bucket", prefix, spools, new Traffic());
    Path spool = Files.write(store.newSpool(), new byte[3 << 20]);

    assertThatThrownBy(() -> store.put("a", spool))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("test://no-bucket: no such bucket; create it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|ExpiredToken|The provided token has expired.|; the session credentials have expired;"
            + " get new ones ("
            + WHENCE
            + ")",
        "403|AccessDenied|Access Denied|; these credentials may not do this; give them the"
            + " permissions to get, put, list and delete, or use others ("
            + WHENCE
            + ")",
        "400|AuthorizationHeaderMalformed|the region 'us-east-1' is wrong; expecting 'eu-west-1'|;"
            + " the bucket is in another region; correct 'region' in test.conf",
        "301|PermanentRedirect|Use the specified endpoint.|; the bucket is in another region;"
            + " correct 'region' in test.conf",
      })
  void every_refusedForGood_isToldAtOnceWithACure(int status, String code, String said, String cure)
      throws IOException {
    Fault refusal = Answer.s3(status, code, said);
    proxy.inject(FaultRule.always(refusal));
    RemoteStore store = behindProxy("conditional-create: yes");

    for (String verb : List.of("read", "write", "look", "create", "list", "delete")) {
      int before = proxy.requests().size();
      Refused refused = Refused.by(store, verb);

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

    assertThat(Refused.by(patient(), "write").message())
        .isEqualTo(url("a") + ": 404; check the endpoint in test.conf, and the network");
  }
}
