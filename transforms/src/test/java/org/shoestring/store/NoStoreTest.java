package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.fault.Fault.Answer;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.remote.RemoteStore;

/** Servers that are no stores: told at once. */
class NoStoreTest extends FaultyStore {
  private static final String PAGE =
      "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><title>Hello</title><br></head>"
          + "<body><p>Hello<p>you</body></html>\n";
  private static final String TIDY_PAGE =
      "<html><head><title>Hello</title></head><body><p>Hello</p></body></html>\n";

  private static Answer answer(int status, String kind) {
    return switch (kind) {
      case "nothing" -> Answer.of(status);
      case "text" -> new Answer(status, Map.of("Content-Type", "text/plain"), "Hello.\n");
      case "page" -> new Answer(status, Map.of("Content-Type", "text/html"), PAGE);
      case "tidy page" -> new Answer(status, Map.of("Content-Type", "text/html"), TIDY_PAGE);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static String question() {
    return "; check the endpoint in test.conf, and the network";
  }

  @ParameterizedTest
  @CsvSource({
    "404,nothing,404",
    "404,text,404",
    "404,page,404",
    "404,tidy page,404",
    "400,page,400",
    "405,nothing,405",
    "302,page,302",
    "200,page,'200, a page of HTML'",
    "200,tidy page,'200, a page of HTML'"
  })
  void list_anotherServer_isToldAtOnce(int status, String kind, String said) throws IOException {
    proxy.inject(FaultRule.always(answer(status, kind)));

    assertThat(Refused.by(patient(), "list").message())
        .isEqualTo(
            url("")
                + ": the server at "
                + proxy.endpoint()
                + " does not speak S3 ("
                + said
                + ")"
                + question());
    assertThat(proxy.requests()).hasSize(1);
  }

  @Test
  void read_notThereInOtherWords_isOfNoStore() throws IOException {
    proxy.inject(FaultRule.always(answer(404, "page")));

    assertThat(Refused.by(patient(), "read").message())
        .isEqualTo(
            url("a")
                + ": the server at "
                + proxy.endpoint()
                + " does not speak S3 (404)"
                + question());
  }

  /** Some store may tell it so; then its lists are a store's. */
  @Test
  void read_notThereInOtherWordsOfAStore_isNotThere() throws IOException {
    proxy.inject(FaultRule.always(answer(404, "nothing")).times(1));

    assertThatThrownBy(() -> patient().open("a"))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessage(url("a") + ": no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "look", "create", "delete"})
  void every_refusedInNoWords_asksForTheEndpoint(String verb) throws IOException {
    proxy.inject(FaultRule.always(answer(405, "page")));

    assertThat(Refused.by(withoutProbe(), verb).message())
        .isEqualTo(url("a") + ": 405" + question());
  }

  private RemoteStore withoutProbe() throws IOException {
    return behindProxy("conditional-create: yes");
  }

  /** A list that breaks off, or a server at its wits' end, is worth another attempt. */
  @ParameterizedTest
  @CsvSource({"200,nothing", "200,text", "503,page", "429,page"})
  void list_answerOfTheMoment_isTriedAgain(int status, String kind) throws IOException {
    proxy.inject(FaultRule.always(answer(status, kind)).times(2));

    assertThat(patient().list("")).isEmpty();
    assertThat(injected()).hasSize(2);
  }
}
