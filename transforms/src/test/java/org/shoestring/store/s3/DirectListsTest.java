package org.shoestring.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.s3.ScriptedAnswer.End;

/** What lists mean to a bucket that reads them itself, beside one that has the SDK read them. */
class DirectListsTest {
  private static TwoBuckets buckets;

  @BeforeAll
  static void openBuckets() throws IOException {
    buckets = new TwoBuckets();
  }

  @AfterAll
  static void closeBuckets() throws IOException {
    buckets.close();
  }

  private static String list(Bucket bucket) throws IOException {
    return bucket.list("f/", Optional.of("a b+c/d")).toString();
  }

  private static ScriptedAnswer page(String... marks) {
    String text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult"
            + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + String.join("\n", marks)
            + "</ListBucketResult>";
    return ScriptedAnswer.of(200, text.getBytes(UTF_8)).with("Content-Type", "application/xml");
  }

  private static String object(String... marks) {
    return "<Contents>" + String.join("", marks) + "</Contents>";
  }

  static Stream<Arguments> pages() {
    String key = "<Key>f/a+b%2B%C3%A9%26&lt;&#x2F;</Key>";
    String size = "<Size>5000000000</Size>";
    String date = "<LastModified>2026-11-26T10:11:12.345Z</LastModified>";
    String tag = "<ETag>&quot;abc&quot;</ETag>";
    String owner = "<Owner><ID>1</ID><Key>no</Key></Owner><StorageClass>STANDARD</StorageClass>";
    String last = "<IsTruncated>false</IsTruncated>";
    String encoded = "<EncodingType>url</EncodingType>";
    String whole = object(key, date, tag, size, owner);
    return Stream.of(
        arguments("none", page(last)),
        arguments("one", page(last, whole)),
        arguments("encoded", page(encoded, last, whole)),
        arguments(
            "encoded, as is said behind", page("<Name>b</Name>", whole, whole, last, encoded)),
        arguments("other encoding", page("<EncodingType>x</EncodingType>", last, whole)),
        arguments(
            "more",
            page(
                "<IsTruncated>true</IsTruncated>",
                "<NextContinuationToken>1/2+3=</NextContinuationToken>",
                whole)),
        arguments("more, without saying where", page("<IsTruncated>true</IsTruncated>", whole)),
        arguments("unsaid whether more", page(whole)),
        arguments("without ETag", page(last, object(key, date, size))),
        arguments("without name", page(last, object(date, size))),
        arguments("without size", page(last, object(key, date))),
        arguments("without date", page(last, object(key, size))),
        arguments("no size", page(last, object(key, date, "<Size>many</Size>"))),
        arguments("no date", page(last, object(key, size, "<LastModified>now</LastModified>"))),
        arguments("cut", page(last, whole).ending(End.CUT)),
        arguments("half of it", ScriptedAnswer.of(200, "<ListBucketResult><Con".getBytes(UTF_8))),
        arguments("empty", ScriptedAnswer.of(200)),
        arguments("no XML", ScriptedAnswer.of(200, "content".getBytes(UTF_8))),
        arguments("chunked", page(last, whole).ending(End.CHUNKED)),
        arguments(
            "page of HTML",
            ScriptedAnswer.of(200, "<html><body>".getBytes(UTF_8))
                .with("Content-Type", "text/html")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"org.shoestring.store.s3.DirectAnswersTest#answers", "pages"})
  void list_anyAnswer_meansWhatItMeansToTheSdk(String name, ScriptedAnswer answer) {
    buckets.assertThatBothSayTheSame(answer, DirectListsTest::list);
  }

  /** The path, and the parts of the query, in order. */
  private static List<String> target() {
    return Stream.of(buckets.server.asked().get(0).target().split("[?&]", -1)).sorted().toList();
  }

  @Test
  void list_anyPrefix_asksAsTheSdkDoes() throws IOException {
    for (String prefix : List.of("", "f/", "a b+c%&=?#/é~*'()!", "\u0001", "//")) {
      buckets.server.script(page("<IsTruncated>false</IsTruncated>"));
      buckets.bySdk.list(prefix, Optional.of("1/2+3= "));
      List<String> expected = target();
      buckets.server.script(page("<IsTruncated>false</IsTruncated>"));
      buckets.direct.list(prefix, Optional.of("1/2+3= "));

      assertThat(target()).isEqualTo(expected);
    }
  }
}
