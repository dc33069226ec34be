package org.shoestring.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.tsv.BadDataException;

class JsonRecordsTest {
  private static Records records(String text, String... columns) throws IOException {
    return new JsonRecords(Converted.text("x.jsonl", text), List.of(columns), false);
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
    Records records = new JsonRecords(Converted.text("x", text), List.of("a", "z", "s"), true);
    assertThat(Converted.of(records).text())
        .isEqualTo("[1,2.10,{\"b\":\"c d\",\"e\":null},[]]\t{}\t[1, 2]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'b':1}|missing_field|no field 'a'",
        "{'a':[1]}|nested_value|field 'a' is an array; write it with --json-values",
        "{'a':{}}|nested_value|field 'a' is an object; name a field of it, like a.NAME, or write it"
            + " with --json-values",
        "{'a':1,'a':2}|json|field 'a' stands twice",
        "[1]|json|no JSON object; a record is {\"NAME\": VALUE, ...} in a line",
        "{'a':1} {'a':2}|json|more than one JSON object in a line",
        "{'a':'\\\\ud800'}|surrogate|field 'a' has half a surrogate pair, which is no text",
        "{'a':'\\\\ude00\\\\ud83d'}|surrogate|field 'a' has half a surrogate pair, which is no text",
        "{'a':'\\\\t'}|tab|a tab in 'a', which no row of TSV holds; --escape writes it as \\\\t",
        "{'a':'\\\\n'}|line_feed|a line feed in 'a', which no row of TSV holds; --escape writes it as"
            + " \\\\n",
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
        .containsExactly("json\tfield 't' stands twice\tx.jsonl\t1\t" + line + "\n");
  }

  @Test
  void next_thousandLevels_areTheMost() throws IOException {
    String most = "{\"a\":1,\"z\":" + "[".repeat(999) + "]".repeat(999) + "}";
    String more = "{\"a\":2,\"z\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
    Converted converted = Converted.of(records(most + "\n" + more + "\n", "a"));
    assertThat(converted.text()).isEqualTo("1\n");
    assertThat(converted.rejected()).singleElement().asString().contains("nesting depth (1000)");
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
    assertThat(converted.rejected().get(0)).startsWith("json\tno JSON");
  }

  @Test
  void run_badRecordTooMany_namesTheLineAndTheCure() {
    assertThatThrownBy(
            () -> Converted.of(records("{\"a\":1}\n{}\n", "a"), new Import.Settings(false, 0)))
        .isInstanceOf(BadDataException.class)
        .hasMessage("x.jsonl:2: no field 'a'; or set such lines aside with --max-bad-lines");
    assertThatThrownBy(() -> Converted.of(records("{}\n{}\n", "a"), new Import.Settings(false, 1)))
        .hasMessage(
            "x.jsonl:2: no field 'a'; 1 bad lines are allowed (--max-bad-lines), this is one more");
  }

  @Test
  void run_escape_writesWhatARowCannotHold() throws IOException {
    Converted converted =
        Converted.of(records("{\"a\":\"\\t\\n\\r\\\\t\"}", "a"), new Import.Settings(true, 0));
    assertThat(converted.text()).isEqualTo("\\t\\n\\r\\\\t\n");
  }

  @Test
  void namesOfFirst_objects_areThoseOfTheFirst() throws IOException {
    assertThat(
            JsonRecords.namesOfFirst(
                Converted.text("x", "\nno\n{\"b\":{\"c\":1},\"a\":2}\n{\"x\":1}")))
        .containsExactly("b", "a");
    assertThat(JsonRecords.namesOfFirst(Converted.text("x", "1\n"))).isEmpty();
  }
}
