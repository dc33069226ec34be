package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.Fault.Answer;
import org.shoestring.server.fault.Fault.End;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.server.fault.FaultRule.Request;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.s3.SmallParts;

/** Files that go in parts, while the connection breaks. */
class PartsUploadTest extends FaultyStore {
  private static final Fault LOST = new Fault.LoseAnswer(End.RESET);

  private final byte[] content = bytes(new Random(1), 2 * SmallParts.BYTES + 1000);

  private static boolean isStart(Request request) {
    return request.method().equals("POST") && request.target().endsWith("?uploads");
  }

  private static boolean isPart(Request request) {
    return request.method().equals("PUT");
  }

  private static boolean isComplete(Request request) {
    return request.method().equals("POST") && request.target().contains("uploadId=");
  }

  private Bucket bucket(String... lines) throws IOException {
    return SmallParts.open(file(proxy.endpoint(), lines), BUCKET);
  }

  private void put(String... lines) throws IOException {
    StoreFile file = file(proxy.endpoint(), lines);
    put(TestStores.open(SmallParts.open(file, BUCKET), file, prefix, spools), "a", content);
  }

  private List<Bucket.Upload> uploads() throws IOException {
    return bucket().uploads(prefix);
  }

  /** What tests leave on purpose, others need not find. */
  @AfterEach
  void abortUploads() throws IOException {
    proxy.inject(FaultRule.NONE);
    for (Bucket.Upload upload : uploads()) {
      bucket().abort(upload);
    }
  }

  @Test
  void put_large_isSentInParts() throws IOException {
    put();

    assertThat(proxy.requests().stream().filter(PartsUploadTest::isPart)).hasSize(3);
    assertThat(read(direct, "a")).isEqualTo(content);
    assertThat(uploads()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void put_partsCutAtRandomBytes_isExact(long seed) throws IOException {
    Random random = new Random(seed);
    FaultRule cut =
        request ->
            Optional.of(
                random.nextBoolean()
                    ? new Fault.CutRequest(random.nextInt(SmallParts.BYTES), end(random))
                    : new Fault.CutAnswer(random.nextInt(100), end(random)));
    proxy.inject(cut.when(request -> isPart(request) || isComplete(request)).times(6));

    put("give-up-after: 60s");

    assertThat(proxy.injected()).isNotEmpty();
    assertThat(read(direct, "a")).isEqualTo(content);
    assertThat(uploads()).isEmpty();
  }

  @Test
  void put_bitFlippedInAPart_isSentAgain() throws IOException {
    Fault flip = new Fault.FlipBit(2_000_000);
    FaultRule first = FaultRule.always(flip).when(r -> r.target().contains("partNumber=1&"));
    proxy.inject(first.times(1));

    put();

    assertThat(injected()).containsExactly(flip);
    assertThat(read(direct, "a")).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "length"})
  void put_answerToCompleteLost_isThere(String checksum) throws IOException {
    proxy.inject(FaultRule.always(LOST).when(PartsUploadTest::isComplete).times(1));

    put("checksum: " + checksum);

    assertThat(injected()).containsExactly(LOST);
    assertThat(read(direct, "a")).isEqualTo(content);
    assertThat(uploads()).isEmpty();
  }

  @Test
  void put_completeFailsAfterAGoodStatus_isTriedAgain() throws IOException {
    Fault late = Answer.s3(200, "InternalError", "Please try again.");
    proxy.inject(FaultRule.always(late).when(PartsUploadTest::isComplete).times(1));

    put();

    assertThat(injected()).containsExactly(late);
    assertThat(read(direct, "a")).isEqualTo(content);
    assertThat(uploads()).isEmpty();
  }

  @Test
  void put_partFailsForGood_isAborted() throws IOException {
    Fault denied = Answer.s3(403, "AccessDenied", "Access Denied");
    proxy.inject(
        FaultRule.always(denied).when(request -> request.target().contains("partNumber=2")));

    assertThatThrownBy(this::put)
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            url("a") + ": 403 AccessDenied: Access Denied; these credentials may");

    assertThat(injected()).containsExactly(denied);
    assertThat(uploads()).isEmpty();
    assertThat(names()).isEmpty();
  }

  @Test
  void put_partIsGivenUpAndAbortNotHeardAtOnce_isAborted() throws IOException {
    Fault down = Answer.of(503);
    FaultRule parts = FaultRule.always(down).when(PartsUploadTest::isPart);
    proxy.inject(parts.or(FaultRule.always(down).on("DELETE").times(2)));

    assertThatThrownBy(() -> put("give-up-after: 1s"))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(url("a") + ": write part [123]: 503; gave up after .*");

    assertThat(requests("DELETE")).hasSize(3);
    assertThat(uploads()).isEmpty();
    assertThat(names()).isEmpty();
  }

  @Test
  void put_partsRemovedByOthers_isAnError() throws IOException {
    FaultRule removing =
        request -> {
          try {
            for (Bucket.Upload upload : uploads()) {
              bucket().abort(upload);
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return Optional.empty();
        };
    proxy.inject(removing.when(PartsUploadTest::isComplete));

    assertThatThrownBy(this::put)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            url("a")
                + ": the parts that were uploaded so far are gone; another program or a rule of the"
                + " bucket has removed them. Run the command again");
    assertThat(names()).isEmpty();
  }

  /** The object that was there is no proof that ours has come. */
  @Test
  void put_partsRemovedAfterALostRequest_isNotTakenForTheOldObject() throws IOException {
    byte[] old = Arrays.copyOf(content, content.length);
    old[old.length - 1] ^= 1;
    put(direct, "a", old);
    FaultRule removing =
        request -> {
          try {
            for (Bucket.Upload upload : uploads()) {
              bucket().abort(upload);
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return Optional.of(new Fault.CutRequest(0, End.RESET));
        };
    proxy.inject(removing.when(PartsUploadTest::isComplete).times(1));

    assertThatThrownBy(() -> put("checksum: length"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the parts that were uploaded so far are gone");
    assertThat(read(direct, "a")).isEqualTo(old);
  }

  @Test
  void uploads_startedByOneThatDied_areListedAndRemoved() throws IOException {
    // Whoever never hears of its upload cannot end it; nor can one that was killed.
    proxy.inject(FaultRule.always(LOST).when(PartsUploadTest::isStart).times(1));
    put();

    List<Bucket.Upload> left = uploads();
    assertThat(left).extracting(Bucket.Upload::key).containsExactly(prefix + "a");
    assertThat(bucket().uploads(prefix + "b")).isEmpty();

    bucket().abort(left.get(0));
    bucket().abort(left.get(0));

    assertThat(uploads()).isEmpty();
    assertThat(read(direct, "a")).isEqualTo(content);
  }
}
