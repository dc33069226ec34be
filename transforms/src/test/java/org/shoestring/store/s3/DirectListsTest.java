package org.shoestring.store.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
    return xml(text);
  }

  private static ScriptedAnswer xml(String text) {
    return ScriptedAnswer.of(200, text.getBytes(UTF_8)).with("Content-Type", "application/xml");
  }

  private static String time(String seconds) {
    return "<LastModified>2026-11-26T10:11:" + seconds + "</LastModified>";
  }

  private static String object(String... marks) {
    return "<Contents>" + String.join("", marks) + "</Contents>";
  }

  static Stream<Arguments> pages() {
    String key = "<Key>f/a+b%2B%C3%A9%26&lt;&#x2F;</Key>";
    String size = "<Size>5000000000</Size>";
    String date = "<LastModified>2026-11-26T10:11:12.345Z</LastModified>";
    String seconds = time("12Z");
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
        arguments("nothing in marks", page(last, "<Prefix/>", "<Delimiter></Delimiter>", whole)),
        arguments("two keys", page(last, object(key, "<Key>other</Key>", date, tag, size))),
        arguments("whole seconds", page(last, object(key, tag, size, seconds))),
        arguments("nanoseconds", page(last, object(key, tag, size, time("12.123456789Z")))),
        arguments("no such second", page(last, object(key, tag, size, time("61.000Z")))),
        arguments("no digits", page(last, object(key, tag, size, time("1x.000Z")))),
        arguments("other zone", page(last, object(key, tag, size, time("12.000+02:00")))),
        arguments("comment", page(last, "<!-- ] -->", whole)),
        arguments("CDATA", page(last, object("<Key>f/<![CDATA[a&b]]></Key>", date, tag, size))),
        arguments("CDATA's end", page(last, object("<Key>f/]]></Key>", date, tag, size))),
        arguments("attribute", page(last, object("<Key xml:space=\"x\">f/a</Key>", date, size))),
        arguments("prefix", page(last, "<a:b xmlns:a=\"u\"><a:Key/></a:b>", whole)),
        arguments("text between", page(last, "text", whole)),
        arguments("mark in text", page(last, object("<Key>f/<b>a</b></Key>", date, size))),
        arguments("unknown entity", page(last, object("<Key>f/&nbsp;</Key>", date, size))),
        arguments("no entity", page(last, object("<Key>f/&lt</Key>", date, size))),
        arguments("no character", page(last, object("<Key>f/&#0;</Key>", date, size))),
        arguments("control", page(last, object("<Key>f/\u0001</Key>", date, size))),
        arguments("not a character", page(last, object("<Key>f/\uffff</Key>", date, size))),
        arguments("carriage return", page(last, object("<Key>f/a\r\nb\rc</Key>", date, size))),
        arguments("blanks", page(last, object("\t<Key> f/a\n b\t</Key >\n", date, size))),
        arguments(
            "beyond the plane",
            page(last, object("<Key>f/\ud83d\ude00&#x1F600;&#9;</Key>", date, size))),
        arguments("other mark ends", page(last, "<Contents><Key>f/a</Keys></Contents>")),
        arguments("text behind", xml("<ListBucketResult>" + last + "</ListBucketResult>text")),
        arguments(
            "other quotes",
            xml(
                "<?xml version='1.0' encoding='utf-8'?><ListBucketResult xmlns='u'>"
                    + last
                    + whole
                    + "</ListBucketResult>")),
        arguments(
            "no declaration", xml("<ListBucketResult>" + last + whole + "</ListBucketResult>\n")),
        arguments(
            "Latin-1",
            ScriptedAnswer.of(
                200,
                ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><ListBucketResult>"
                        + last
                        + object("<Key>f/\u00e9</Key>", date, size)
                        + "</ListBucketResult>")
                    .getBytes(ISO_8859_1))),
        arguments(
            "no UTF-8",
            ScriptedAnswer.of(
                200,
                ("<ListBucketResult>"
                        + last
                        + object("<Key>f/\u00e9</Key>", date, size)
                        + "</ListBucketResult>")
                    .getBytes(ISO_8859_1))),
        arguments(
            "DTD",
            xml(
                "<!DOCTYPE ListBucketResult><ListBucketResult>"
                    + last
                    + whole
                    + "</ListBucketResult>")),
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
