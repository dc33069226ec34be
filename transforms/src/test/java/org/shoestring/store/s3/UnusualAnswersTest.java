package org.shoestring.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.RemoteStore;
import org.shoestring.store.s3.ScriptedAnswer.End;
import org.shoestring.store.s3.ScriptedServer.Asked;

/** Answers that S3 or what stands before it may give, though test servers do not. */
class UnusualAnswersTest {
  private static final byte[] CONTENT = "content".repeat(100).getBytes(UTF_8);
  private static final ScriptedAnswer WHOLE = ScriptedAnswer.of(200, CONTENT).withETag(CONTENT);
  private static final byte[] OTHER = "another".repeat(100).getBytes(UTF_8);

  private final Path spools;
  private final ScriptedServer server = new ScriptedServer();

  UnusualAnswersTest(@TempDir Path spools) throws IOException {
    this.spools = spools;
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private RemoteStore store() throws IOException {
    StoreFile file =
        TestStores.file(
            "test",
            "type: s3",
            "endpoint: " + server.endpoint(),
            "region: us-east-1",
            "conditional-create: yes",
            "give-up-after: 2s");
    return TestStores.open(file, "bucket", "", spools, new Traffic());
  }

  private byte[] read() throws IOException {
    try (InputStream in = store().open("a")) {
      return in.readAllBytes();
    }
  }

  /** The answer to a request for the rest. */
  private static ScriptedAnswer rest(int from) {
    return ScriptedAnswer.of(206, Arrays.copyOfRange(CONTENT, from, CONTENT.length))
        .withETag(CONTENT)
        .with("Content-Range", "bytes " + from + "-699/700");
  }

  private static byte[] tail(int from) {
    return Arrays.copyOfRange(CONTENT, from, CONTENT.length);
  }

  private List<Optional<String>> ranges() {
    return server.asked().stream().map(asked -> asked.header("Range")).toList();
  }

  @Test
  void read_md5Appended_isTheObject() throws IOException {
    server.script(WHOLE.withMd5(CONTENT));

    assertThat(read()).isEqualTo(CONTENT);
    assertThat(server.asked())
        .singleElement()
        .satisfies(asked -> assertThat(asked.header("x-amz-te")).contains("append-md5"));
  }

  @Test
  void readAt_md5OfTheRestAppended_isTheRest() throws IOException {
    server.script(rest(7).withMd5(tail(7)));

    try (InputStream in = store().openAt("a", 7)) {
      assertThat(in.readAllBytes()).isEqualTo(tail(7));
    }
  }

  @Test
  void read_damagedAndTakenAtOnce_isReadAgain() throws IOException {
    server.script(WHOLE.withMd5(OTHER), WHOLE.withMd5(CONTENT));

    try (InputStream in = store().open("a")) {
      assertThat(in.readNBytes(CONTENT.length)).isEqualTo(CONTENT);
    }
    assertThat(ranges()).containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void read_damagedAndPartlyTaken_isAnError() throws IOException {
    server.script(WHOLE.withMd5(OTHER), rest(10).withMd5(tail(10)));

    try (InputStream in = store().open("a")) {
      assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOf(CONTENT, 10));
      assertThatThrownBy(() -> in.readNBytes(CONTENT.length))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "test://bucket/a: read: the content was damaged on the way; run the command again");
      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void read_restDamagedAfterACut_isReadAgain() throws IOException {
    server.script(WHOLE.ending(End.CUT), rest(350).withMd5(OTHER), rest(350).withMd5(tail(350)));

    assertThat(read()).isEqualTo(CONTENT);
    assertThat(ranges())
        .containsExactly(Optional.empty(), Optional.of("bytes=350-"), Optional.of("bytes=350-"));
  }

  @Test
  void read_damagedAllTheTime_isGivenUp() {
    server.script(WHOLE.withMd5(OTHER));

    assertThatThrownBy(this::read)
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "test://bucket/a: read: the content was damaged on the way; gave up after [0-9]+"
                + " attempts in [0-9]+ s\\. .*");
  }

  @Test
  void read_cutInTheMiddle_asksForTheRestOfThisVersion() throws IOException {
    server.script(WHOLE.withMd5(CONTENT).ending(End.CUT), rest(358).withMd5(tail(358)));

    assertThat(read()).isEqualTo(CONTENT);
    assertThat(ranges()).containsExactly(Optional.empty(), Optional.of("bytes=358-"));
    assertThat(server.asked().get(1).header("If-Match")).isEqualTo(WHOLE.header("ETag"));
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "3, bytes=3-"})
  void read_cutWithinTheAppendedMd5_asksForWhatWasNotTaken(int taken, String range)
      throws IOException {
    byte[] small = "content".getBytes(UTF_8);
    byte[] left = Arrays.copyOfRange(small, taken, small.length);
    ScriptedAnswer whole = ScriptedAnswer.of(200, small).withETag(small);
    ScriptedAnswer rest =
        ScriptedAnswer.of(206, left).withETag(small).with("Content-Range", "bytes 0-6/7");
    server.script(whole.withMd5(small).ending(End.CUT), taken == 0 ? whole : rest.withMd5(left));

    try (InputStream in = store().open("a")) {
      assertThat(in.readNBytes(taken)).isEqualTo(Arrays.copyOf(small, taken));
      assertThat(in.readAllBytes()).isEqualTo(left);
    }
    assertThat(ranges())
        .containsExactly(Optional.empty(), Optional.of(range).filter(text -> !text.isEmpty()));
  }

  @Test
  void read_changedAfterACut_isToldAsThat() throws IOException {
    server.script(WHOLE.ending(End.CUT), ScriptedAnswer.error(412, "PreconditionFailed"));

    assertThatThrownBy(this::read)
        .isInstanceOf(ChangedException.class)
        .hasMessage(
            "test://bucket/a: changed while it was read; run the command again to read the new content");
  }

  @Test
  void read_everyAnswerIsTheLastOfItsConnection_takesAnother() throws IOException {
    server.script(WHOLE.with("Connection", "close"));
    RemoteStore store = store();

    for (int i = 0; i < 3; i++) {
      try (InputStream in = store.open("a")) {
        assertThat(in.readAllBytes()).isEqualTo(CONTENT);
      }
    }
    assertThat(server.asked()).extracting(Asked::port).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void read_lengthIsNotSaid_saysSo() {
    server.script(WHOLE.ending(End.CHUNKED));

    assertThatThrownBy(this::read)
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "test://bucket/a: read: the answer has no Content-Length, which a proxy may have"
                + " removed; gave up after [0-9]+ attempts in [0-9]+ s\\. .*");
  }

  @Test
  void create_answerCutBehindItsHead_isOurs() throws IOException {
    server.script(
        WHOLE.ending(End.CUT),
        ScriptedAnswer.error(412, "PreconditionFailed"),
        ScriptedAnswer.of(200, CONTENT).withETag(CONTENT));

    assertThat(store().create("a", CONTENT)).isTrue();
    assertThat(server.asked()).extracting(Asked::method).containsExactly("PUT", "PUT", "GET");
  }
}
