package org.shoestring.convert.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.convert.Converted;
import org.shoestring.convert.Import;
import org.shoestring.convert.Records;

class JsonRecordsTest {
  private static Records records(String text, String... columns) throws IOException {
    return records(text, new JsonRecords.Settings(false, null), columns);
  }

  private static Records records(String text, JsonRecords.Settings settings, String... columns)
      throws IOException {
    return JsonRecords.open(bytes(text), "x.jsonl", List.of(columns), settings);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static String imported(String text, String... columns) throws IOException {
    Converted converted = Converted.of(records(text, columns));
    assertThat(converted.rejected()).isEmpty();
    return converted.text();
  }

  @Test
  void next_values_areTheirText() throws IOException {
    String text =
        """
        {"s": "a \\u00e4 \\ud83d\\ude00 \\"q\\"", "n": 1.50, "l": 12345678901234567890, "b": true, "e": 1E5, "z": null}
        """;
    assertThat(imported(text, "z", "s", "n", "l", "b", "e"))
        .isEqualTo("\ta ä 😀 \"q\"\t1.50\t12345678901234567890\ttrue\t1E5\n");
  }

  @Test
  void next_fieldsThatAreNoColumns_arePassedOver() throws IOException {
    assertThat(imported("{\"x\":{\"a\":9,\"y\":[{\"a\":8}]},\"a\":1}\n{\"a\":2}", "a"))
        .isEqualTo("1\n2\n");
  }

  @Test
  void next_columnWithDots_isInObjects() throws IOException {
    String text = "{\"t\":{\"en\":\"a\",\"x\":{\"de\":\"b\"},\"z\":1},\"a.b\":\"c\"}";
    assertThat(imported(text, "t.x.de", "t.en", "a.b")).isEqualTo("b\ta\tc\n");
  }

  @Test
  void next_nestedAsJson_isCompactAndExact() throws IOException {
    String text =
        "{\"a\": [1, 2.10, {\"b\": \"c d\", \"e\": null}, [] ], \"z\": { }, \"s\": \"[1, 2]\"}";
    Records records = records(text, new JsonRecords.Settings(true, null), "a", "z", "s");
    assertThat(Converted.of(records).text())
        .isEqualTo("[1,2.10,{\"b\":\"c d\",\"e\":null},[]]\t{}\t[1, 2]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'b':1}|missing_field|field 'a' is missing; to fill in missing fields, add --missing TEXT",
        "{'a':[1]}|nested_value|field 'a' is an array; choose one of its values, for example"
            + " a.0, or add --json-values to write it as JSON",
        "{'a':{}}|nested_value|field 'a' is an object; choose one of its fields, for example"
            + " a.NAME, or add --json-values to write it as JSON",
        "{'a':1,'a':2}|json|field 'a' is there twice",
        "1|json|not a JSON object, {\"NAME\": VALUE, ...}; the file must have one object per line",
        "{'a':1} {'a':2}|json|more than one JSON object; the file must have one object per line",
        "{'a':'\\\\ud800'}|surrogate|field 'a' has half of a surrogate pair, which is not valid"
            + " text",
        "{'a':'\\\\ude00\\\\ud83d'}|surrogate|field 'a' has half of a surrogate pair, which is"
            + " not valid text",
        "{'a':'\\\\t'}|tab|column 'a' contains a tab, which a TSV file cannot hold; add --escape"
            + " to write it as \\\\t",
        "{'a':'\\\\n'}|line_feed|column 'a' contains a line feed, which a TSV file cannot hold;"
            + " add --escape to write it as \\\\n",
      })
  void next_badRecord_isSetAsideAndTheNextRead(String json, String reason, String message)
      throws IOException {
    String line = json.replace('\'', '"').replace("\\\\", "\\");
    Converted converted = Converted.of(records(line + "\n{\"a\":\"good\"}\n", "a"));
    assertThat(converted.text()).isEqualTo("good\n");
    assertThat(converted.rejected())
        .containsExactly(
            reason + "\t" + message + "\tx.jsonl\t1\t" + line.replace("\\", "\\\\") + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"t\":{\"en\":\"a\"},\"t\":{\"de\":\"b\"}}",
        "{\"t\":{\"en\":\"a\",\"de\":\"b\"},\"t\":null}",
        "{\"t\":1,\"t\":{\"en\":\"a\",\"de\":\"b\"}}",
      })
  void next_objectOnTheWayStandsTwice_isSetAside(String line) throws IOException {
    String good = "{\"t\":{\"en\":\"a\",\"de\":\"b\"},\"x\":1,\"x\":{}}";
    Converted converted = Converted.of(records(line + "\n" + good, "t.en", "t.de"));
    assertThat(converted.text()).isEqualTo("a\tb\n");
    assertThat(converted.rejected())
        .containsExactly("json\tfield 't' is there twice\tx.jsonl\t1\t" + line + "\n");
  }

  @Test
  void next_thousandLevels_areTheMost() throws IOException {
    String most = "{\"a\":1,\"z\":" + "[".repeat(999) + "]".repeat(999) + "}";
    String more = "{\"a\":2,\"z\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
    Converted converted = Converted.of(records(most + "\n" + more + "\n", "a"));
    assertThat(converted.text()).isEqualTo("1\n");
    assertThat(converted.rejected())
        .singleElement()
        .asString()
        .startsWith("json\tthe JSON is nested more than 1000 levels deep; make it flatter\t");
  }

  @Test
  void next_numberOfAnyLength_isItsText() throws IOException {
    String number = "9".repeat(100_000);
    String text = "{\"a\":" + number + ",\"b\":0." + number + "e400}";
    assertThat(imported(text, "a", "b")).isEqualTo(number + "\t0." + number + "e400\n");
  }

  @ParameterizedTest
  @CsvSource({"'{\"a\":1'", "'{\"a\":nope}'", "''", "'{\"a\":NaN}'", "'{\"a\":\"\t\"}'"})
  void next_noJson_isOneBadRecord(String line) throws IOException {
    Converted converted = Converted.of(records(line + "\n{\"a\":2}\n", "a"));
    assertThat(converted.text()).isEqualTo("2\n");
    assertThat(converted.counts().rejected()).isEqualTo(1);
    assertThat(converted.rejected().get(0))
        .startsWith(line.isEmpty() ? "json\tnot a JSON object" : "json\tnot valid JSON");
  }

  @Test
  void run_badRecordTooMany_namesTheLineAndTheCure() {
    assertThatThrownBy(
            () -> Converted.of(records("{\"a\":1}\n{}\n", "a"), new Import.Settings(false, 0)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "x.jsonl:2: field 'a' is missing; to fill in missing fields, add --missing TEXT. To"
                + " set such lines aside, add --max-bad-lines N");
    assertThatThrownBy(() -> Converted.of(records("{}\n{}\n", "a"), new Import.Settings(false, 1)))
        .hasMessage(
            "x.jsonl:2: field 'a' is missing; to fill in missing fields, add --missing TEXT."
                + " --max-bad-lines allows 1 bad line, and this is one more");
  }

  @Test
  void run_escape_writesWhatARowCannotHold() throws IOException {
    Converted converted =
        Converted.of(records("{\"a\":\"\\t\\n\\r\\\\t\"}", "a"), new Import.Settings(true, 0));
    assertThat(converted.text()).isEqualTo("\\t\\n\\r\\\\t\n");
  }

  @Test
  void namesOfFirst_objects_areThoseOfTheFirst() throws IOException {
    String text = "\nno\n{\"b\":{\"c\":1},\"a\":2}\n{\"x\":1}";
    assertThat(JsonRecords.namesOfFirst(bytes(text), "x")).containsExactly("b", "a");
    assertThat(JsonRecords.namesOfFirst(bytes("[1, {\"c\": 1}]"), "x")).containsExactly("c");
    assertThat(JsonRecords.namesOfFirst(bytes("1\n"), "x")).isEmpty();
  }

  @Test
  void next_missingFields_areFilledIn() throws IOException {
    String text = "{\"a\":1}\n{\"b\":2,\"t\":{}}\n{\"t\":{\"en\":3},\"a\":null}\n{\"t\":null}\n";

    assertThat(Converted.of(records(text, new JsonRecords.Settings(false, ""), "a", "t.en")).text())
        .isEqualTo("1\t\n\t\n\t3\n\t\n");
    assertThat(
            Converted.of(records(text, new JsonRecords.Settings(false, "-"), "a", "t.en")).text())
        .isEqualTo("1\t-\n-\t-\n\t3\n-\t-\n");
  }

  @Test
  void next_columnInAList_isThatValue() throws IOException {
    String text =
        """
        {"messages": [{"role": "user", "content": "a"}, {"role": "bot", "content": "b"}], "l": [[1, 2], "x"]}
        {"messages": {"0": {"content": "c"}, "1": {"content": "d"}}, "l": {"0": [0, 3], "1": null}}
        """;

    assertThat(imported(text, "messages.1.content", "messages.0.content", "l.0.1", "l.1"))
        .isEqualTo("b\ta\t2\tx\nd\tc\t3\t\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":[{}]}", "{\"a\":[]}", "{\"a\":1}", "{\"a\":[1]}", "{\"a\":[[1,2]]}"})
  void next_placeThatAListDoesNotHave_isMissing(String line) throws IOException {
    for (String column : List.of("a.1", "a.01", "a.-1", "a.99999999999", "a.0.x")) {
      Converted converted = Converted.of(records(line, column));
      assertThat(converted.rejected())
          .singleElement()
          .asString()
          .startsWith(
              "missing_field\tfield '"
                  + column
                  + "' is missing; to fill in missing fields, add --missing TEXT\t");
    }
  }

  @Test
  void open_arrayOfObjects_isReadAsItsElements() throws IOException {
    String text =
        """
        \ufeff
         [ {"a": "]},{\\"", "z": [1, {"b": "\\\\"}]},
          {
            "a": 2
          },{"a":"\\\\"} ]

        """;

    assertThat(imported(text, "a")).isEqualTo("]},{\"\n2\n\\\n");
    assertThat(imported("[]", "a")).isEmpty();
    assertThat(imported(" [\n]\n", "a")).isEmpty();
  }

  @Test
  void open_badElementsOfAnArray_areSetAsideWithTheirLines() throws IOException {
    String text = "[{\"a\":1},\n{\"b\":2},\n7,\n{\"a\":\n nope},{\"a\":8} {\"a\":9},\n{\"a\":5},]";
    Converted converted = Converted.of(records(text, "a"));

    assertThat(converted.text()).isEqualTo("1\n5\n");
    assertThat(converted.rejected())
        .containsExactly(
            "missing_field\tfield 'a' is missing; to fill in missing fields, add --missing"
                + " TEXT\tx.jsonl\t2\t{\"b\":2}\n",
            "json\tnot a JSON object, {\"NAME\": VALUE, ...}; the file must be one array of"
                + " objects\tx.jsonl\t3\t7\n",
            "json\tnot valid JSON near line 2 of this object, column 7, ' nope}'\tx.jsonl\t4\t"
                + "{\"a\":\\n nope}\n",
            "json\tmore than one JSON object; the file must be one array of objects\tx.jsonl\t5\t"
                + "{\"a\":8} {\"a\":9}\n",
            "json\tnot a JSON object, {\"NAME\": VALUE, ...}; the file must be one array of"
                + " objects\tx.jsonl\t6\t\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'a':1}|1|the array has no closing ']'; the file is truncated",
        "[{'a':1},{'a|1|the array has no closing ']'; the file is truncated",
        "[|1|the array has no closing ']'; the file is truncated",
        "[{'a':1}]~[{'a':2}]|2|'[' comes after the array; a file must be one array, or one"
            + " object per line"
      })
  void open_arrayThatIsNotTheWholeFile_isBadDataWithItsLine(String text, int line, String message) {
    String json = text.replace('\'', '"').replace('~', '\n');
    assertThatThrownBy(() -> Converted.of(records(json, "a")))
        .isInstanceOf(BadDataException.class)
        .hasMessage("x.jsonl:" + line + ": " + message);
  }

  @Test
  @Tag("long")
  void open_longArray_needsMemoryForOneElement() throws IOException {
    byte[] element = ("{\"a\":\"" + "x".repeat(1 << 20) + "\"},").getBytes(UTF_8);
    List<InputStream> parts = new ArrayList<>(List.of(bytes("[")));
    for (int i = 0; i < 2000; i++) { // 2 GB, more than any heap of the tests.
      parts.add(new ByteArrayInputStream(element));
    }
    parts.add(bytes("{\"a\":1}]"));
    InputStream all = new SequenceInputStream(Collections.enumeration(parts));
    long count = 0;
    try (Records records =
        JsonRecords.open(all, "x", List.of("a"), new JsonRecords.Settings(false, null))) {
      while (records.next()) {
        count++;
      }
    }

    assertThat(count).isEqualTo(2001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":nope}|not valid JSON near column 11, '{\"a\":nope}'",
        "{\"ä\":\"ü\", \"a\":+1}|not valid JSON near column 17, ':\"ü\", \"a\":+1}'",
        "{\"a\":1|not valid JSON: it ends in the middle; the file must have one object per line",
        "{\"a\":1,|not valid JSON near column 8, '{\"a\":1,'"
      })
  void next_noJson_isToldInOurWords(String line, String message) throws IOException {
    Converted converted = Converted.of(records(line, "a"));

    assertThat(converted.rejected().get(0)).startsWith("json\t" + message + "\tx.jsonl\t1\t");
  }
}
