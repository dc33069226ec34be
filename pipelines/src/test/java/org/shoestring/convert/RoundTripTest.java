package org.shoestring.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.shoestring.convert.Import.Settings;
import org.shoestring.convert.csv.CsvRecords;
import org.shoestring.convert.csv.CsvSettings;
import org.shoestring.convert.csv.CsvSink;
import org.shoestring.convert.json.JsonLines;
import org.shoestring.convert.json.JsonRecords;
import org.shoestring.convert.json.JsonSink;

/** Import of what export wrote is the table that it was, to the last byte. */
class RoundTripTest {
  private static final List<String> NAMES = List.of("en", "d\"e,", "日");

  /** Tables of one to three columns, in all that a field may hold. */
  @Provide
  Arbitrary<List<List<String>>> tables() {
    // No NUL: a few characters of which one is NUL are taken for UTF-16.
    Arbitrary<String> odd =
        Arbitraries.strings()
            .withChars('a', ' ', '"', ',', ';', '\\', '\r', '\'', '#', '{', '\ufeff', 'ä')
            .withChars('日', '\u2028', '\u0085', '\u007f', '\u00a0')
            .ofMaxLength(4);
    Arbitrary<String> field =
        Arbitraries.oneOf(
            odd,
            Arbitraries.of("", "\ufeff", "\r", "a\r", "\ufeff\ufeff\r\r", "😀", "\\t", "null"));
    return Arbitraries.integers()
        .between(1, 3)
        .flatMap(columns -> field.list().ofSize(columns).list().ofMaxSize(5));
  }

  private static byte[][] bytes(List<String> row) {
    return row.stream().map(field -> field.getBytes(UTF_8)).toArray(byte[][]::new);
  }

  private static List<String> names(List<List<String>> table) {
    return NAMES.subList(0, table.isEmpty() ? 1 : table.get(0).size());
  }

  private static byte[] exported(
      RecordSink sink, ByteArrayOutputStream out, List<List<String>> table) throws IOException {
    try (sink) {
      for (List<String> row : table) {
        sink.write(bytes(row));
      }
    }
    return out.toByteArray();
  }

  private static byte[] imported(Records records) throws IOException {
    Converted converted = Converted.of(records, new Settings(false, 0));
    return converted.text().getBytes(UTF_8);
  }

  @Property
  void json_anyTable_isTheSame(@ForAll("tables") List<List<String>> table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] json = exported(new JsonSink(out, names(table)), out, table);
    TextFile text = new TextFile(new ByteArrayInputStream(json), "x.jsonl");

    assertThat(
            Converted.rows(
                imported(
                    new JsonRecords(
                        new JsonLines(text), names(table), new JsonRecords.Settings(false, null)))))
        .isEqualTo(table);
  }

  @Property
  void csv_anyTable_isTheSame(@ForAll("tables") List<List<String>> table, @ForAll boolean header)
      throws IOException {
    CsvSettings settings = new CsvSettings(',', header);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] csv = exported(new CsvSink(new TextOutput(out), settings, names(table)), out, table);
    Records records = new CsvRecords(new ByteArrayInputStream(csv), "x.csv", settings, List.of());

    assertThat(Converted.rows(imported(records))).isEqualTo(table);
  }

  @Property
  void parallel_anyTable_isTheSame(@ForAll("tables") List<List<String>> table) throws IOException {
    List<ByteArrayOutputStream> outs = new ArrayList<>();
    names(table).forEach(name -> outs.add(new ByteArrayOutputStream()));
    try (RecordSink sink = new TextSink(outs.stream().map(TextOutput::new).toList())) {
      for (List<String> row : table) {
        sink.write(bytes(row));
      }
    }
    List<TextFile> texts = new ArrayList<>();
    for (ByteArrayOutputStream out : outs) {
      texts.add(new TextFile(new ByteArrayInputStream(out.toByteArray()), "x"));
    }

    assertThat(Converted.rows(imported(new TextRecords(texts)))).isEqualTo(table);
  }
}
