package org.shoestring.tsv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsvRowTest {

  @Property
  void of_anyFields_holdsThem(@ForAll("rows") List<String> fields) {
    TsvRow row = TsvRow.of(fields);

    assertThat(texts(row)).isEqualTo(fields);
    assertThat(row).hasToString(String.join("\t", fields));
    assertThat(row.length()).isEqualTo(row.toString().getBytes(UTF_8).length);
  }

  @Property
  void parse_rangeAmidOtherBytes_isThatLine(@ForAll("rows") List<String> fields) {
    byte[] line = String.join("\t", fields).getBytes(UTF_8);
    byte[] around = new byte[line.length + 5];
    Arrays.fill(around, (byte) '\t');
    System.arraycopy(line, 0, around, 3, line.length);
    TsvRow row = TsvRow.parse(around, 3, 3 + line.length);

    assertThat(texts(row)).isEqualTo(fields);
    assertThat(row).isEqualTo(TsvRow.of(fields)).hasSameHashCodeAs(TsvRow.of(fields));
    assertThat(texts(row.copy())).isEqualTo(fields);
    assertThat(row.copy().bytes()).isEqualTo(line);
  }

  @Property
  void with_anyField_changesThatOne(
      @ForAll("rows") List<String> fields,
      @ForAll("fields") String text,
      @ForAll @IntRange(max = 99) int any) {
    int field = any % fields.size();
    TsvRow row = TsvRow.of(fields);
    List<String> expected = new ArrayList<>(fields);
    expected.set(field, text);

    assertThat(texts(row.with(field, text))).isEqualTo(expected);
    assertThat(texts(row)).as("the row it was made of").isEqualTo(fields);
  }

  @Property
  void select_anyFields_takesThemInThatOrder(
      @ForAll("rows") List<String> fields, @ForAll List<@IntRange(max = 99) Integer> any) {
    int[] chosen = any.stream().mapToInt(i -> i % fields.size()).toArray();
    if (chosen.length > 0) {
      List<String> expected = IntStream.of(chosen).mapToObj(fields::get).toList();
      assertThat(texts(TsvRow.of(fields).select(chosen))).isEqualTo(expected);
    }
  }

  @Property
  void append_anyRows_hasTheFieldsOfBoth(
      @ForAll("rows") List<String> left, @ForAll("rows") List<String> right) {
    TsvRow inside = TsvRow.of(right).append(TsvRow.of("behind"));
    byte[] line = inside.bytes();
    int end = inside.end(right.size() - 1);
    TsvRow row = TsvRow.of(left).append(TsvRow.parse(line, 0, end));
    List<String> expected = new ArrayList<>(left);
    expected.addAll(right);

    assertThat(texts(row)).isEqualTo(expected);
    assertThat(row).isEqualTo(TsvRow.of(expected));
    assertThat(texts(row.append(row).select(0, row.size())))
        .containsExactly(left.get(0), left.get(0));
  }

  @Test
  void append_rowsAmidOtherBytes_hasTheirFields() {
    byte[] bytes = "x\ta\tb\ty".getBytes(UTF_8);
    TsvRow row = TsvRow.parse(bytes, 2, 5);

    assertThat(texts(row.append(row))).containsExactly("a", "b", "a", "b");
  }

  @Test
  void equals_sameFields_isByContent() {
    assertThat(TsvRow.of("a", "b"))
        .isEqualTo(TsvRow.of("a", "b"))
        .isNotEqualTo(TsvRow.of("a", "c"));
    assertThat(TsvRow.of("a", "b"))
        .isNotEqualTo(TsvRow.of("ab"))
        .isNotEqualTo(TsvRow.of("a", "b", ""));
    assertThat(TsvRow.of("")).isNotEqualTo(TsvRow.of("", ""));
  }

  @Test
  void of_manyFields_holdsThem() {
    List<String> fields = Collections.nCopies(1000, "x");

    assertThat(texts(TsvRow.of(fields))).isEqualTo(fields);
  }

  @Test
  void of_noField_isRefused() {
    assertThatThrownBy(TsvRow::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row has at least one field");
  }

  @Test
  void select_noField_isRefused() {
    assertThatThrownBy(() -> TsvRow.of("a").select())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row has at least one field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\tb", "a\nb", "\t", "\n"})
  void of_fieldWithTabOrLineFeed_isRefused(String text) {
    String shown = "'" + text.replace("\t", "\\t").replace("\n", "\\n") + "'";
    assertThatThrownBy(() -> TsvRow.of("x", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a field contains a tab or a line feed; replace it first: " + shown);
    assertThatThrownBy(() -> TsvRow.of("x").with(0, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a field contains a tab or a line feed; replace it first: " + shown);
  }

  @Test
  void parse_lineFeedInside_isRefused() {
    byte[] lines = "a\tb\nc\n".getBytes(UTF_8);

    assertThatThrownBy(() -> TsvRow.parse(lines))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a line feed inside a row; replace it first");
    assertThat(TsvRow.parse(lines, 0, 3)).isEqualTo(TsvRow.of("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, 3})
  void text_noSuchField_isRefused(int field) {
    // A row that is read again and again has room for more fields than it holds.
    TsvRow row = TsvRow.of("a", "b");

    assertThatThrownBy(() -> row.text(field))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("field " + field + " of a row of 2");
    assertThatThrownBy(() -> row.with(field, "")).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> row.select(field)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Provide
  Arbitrary<List<String>> rows() {
    return fields().list().ofMinSize(1).ofMaxSize(7);
  }

  @Provide
  Arbitrary<String> fields() {
    return Arbitraries.strings()
        .ofMaxLength(10)
        .map(s -> new String(s.replaceAll("[\t\n]", "").getBytes(UTF_8), UTF_8));
  }

  private static List<String> texts(TsvRow row) {
    return IntStream.range(0, row.size()).mapToObj(row::text).toList();
  }
}
