package org.shoestring.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.tsv.SlowStream;

class LineReaderTest {
  private static final int MAX = LineReader.MAX_LINE_BYTES;

  @Test
  void next_lineEnds_areLineFeedsWithAtMostOneCarriageReturnBefore() throws IOException {
    assertThat(texts("a\r\nb\nc\rd\r\r\n\n\r\n\u0085e\u2028f\u000b\u000cg"))
        .containsExactly("a", "b", "c\rd\r", "", "", "\u0085e\u2028f\u000b\u000cg");
  }

  @Test
  void next_lastLineWithoutLineFeed_isALine() throws IOException {
    assertThat(texts("a\nb")).containsExactly("a", "b");
    assertThat(texts("a\nb\r")).containsExactly("a", "b");
    assertThat(texts("a\n")).containsExactly("a");
    assertThat(texts("\n")).containsExactly("");
  }

  @Test
  void next_emptyFile_hasNoLine() throws IOException {
    assertThat(texts("")).isEmpty();
    assertThat(texts("\uFEFF")).isEmpty();
  }

  @Test
  void next_byteOrderMark_isDroppedAtTheStartOnly() throws IOException {
    assertThat(texts("\uFEFFa\n\uFEFFb\n")).containsExactly("a", "\uFEFFb");
    assertThat(texts("\uFEFF\uFEFFa")).containsExactly("\uFEFFa");
    assertThat(texts("\uFEFF\na")).containsExactly("", "a");
  }

  @Test
  void next_halfAByteOrderMark_isALine() throws IOException {
    byte[] half = {(byte) 0xef, (byte) 0xbb};
    try (LineReader reader = new LineReader(new ByteArrayInputStream(half))) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.end() - reader.start()).isEqualTo(2);
      assertThat(reader.isValidUtf8()).isFalse();
      assertThat(reader.next()).isFalse();
    }
  }

  @Property(tries = 300)
  void next_anyTextAtAnyPace_isSplitAtLineFeeds(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 9) int most)
      throws IOException {
    List<Line> lines =
        all(new LineReader(new SlowStream(new ByteArrayInputStream(text.getBytes(UTF_8)), most)));

    assertThat(lines).isEqualTo(expected(text));
  }

  @Property(tries = 100)
  void resume_behindAnyWholeLine_goesOnAsWithoutABreak(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 9) int most)
      throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    List<Line> lines = expected(text);
    for (int i = 0; i <= lines.size(); i++) {
      long consumed = i == 0 ? 0 : lines.get(i - 1).consumed();
      if (i > 0 && bytes[(int) consumed - 1] != '\n') {
        continue; // Nothing comes after it.
      }
      InputStream in = new SlowStream(new ByteArrayInputStream(bytes), most);
      assertThat(all(LineReader.resume(in, consumed, i))).isEqualTo(lines.subList(i, lines.size()));
    }
  }

  @Test
  void resume_behindTheEnd_isCorrupt() {
    InputStream in = new ByteArrayInputStream("a\n".getBytes(UTF_8));

    assertThatThrownBy(() -> LineReader.resume(in, 3, 1))
        .isInstanceOf(CorruptException.class)
        .hasMessage("ends after 2 bytes; 3 were read before");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, line 1 ended at byte 1 when the file was read before; now no line ends there",
    "2, 2, line 2 ended at byte 2 when the file was read before; now line 1 does",
    "5, 2, line 2 ended at byte 5 when the file was read before; now no line ends there",
    "0, 1, line 1 ended at byte 0 when the file was read before; now line 0 does"
  })
  void resume_whereNoSuchLineEnds_isCorrupt(long consumed, long line, String message) {
    for (int most : new int[] {1, 2, 9}) {
      InputStream in = new SlowStream(new ByteArrayInputStream("a\nb\nc\n".getBytes(UTF_8)), most);
      assertThatThrownBy(() -> LineReader.resume(in, consumed, line))
          .isInstanceOf(CorruptException.class)
          .hasMessage(message);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "ä", "\t", "\r", "\n", "\r\n", "\uFEFF", "word ")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @ParameterizedTest
  @ValueSource(ints = {3000, 1 << 16, 1 << 24})
  void next_linesAroundTheLongest_areToldAndOthersIntact(int most) throws IOException {
    for (int length : new int[] {MAX - 1, MAX, MAX + 1, MAX + 2, MAX + (1 << 18), 3 * MAX}) {
      for (String end : List.of("\n", "\r\n", "")) {
        String after = end.isEmpty() ? "" : end + "after\tit" + end + "last";
        InputStream in = sequence("before\n", length, after);
        try (LineReader reader = new LineReader(new SlowStream(in, most))) {
          assertThat(line(reader).text()).isEqualTo("before");
          assertThat(reader.next()).isTrue();
          assertThat(reader.isTooLong()).as("%d%s", length, end).isEqualTo(length > MAX);
          assertThat(reader.end() - reader.start()).isEqualTo(length > MAX ? 1 << 18 : length);
          assertThat(reader.consumed()).isEqualTo(7 + length + end.length());
          assertThat(reader.line()).isEqualTo(2);
          if (!end.isEmpty()) {
            assertThat(line(reader).text()).isEqualTo("after\tit");
            assertThat(reader.tabs()).isEqualTo(1);
            assertThat(reader.isTooLong()).isFalse();
            assertThat(line(reader).text()).isEqualTo("last");
          }
          assertThat(reader.next()).isFalse();
          assertThat(reader.consumed()).isEqualTo(7 + length + after.length());
          assertThat(reader.bytes().length).isLessThanOrEqualTo(2 * MAX);
        }
      }
    }
  }

  @Test
  void next_carriageReturnAtTheLimitAndLineFeedInTheNextRead_isNotTooLong() throws IOException {
    InputStream in = new SequenceInputStream(zeros(MAX), new SlowStream(bytes("\r\nb"), 1));
    try (LineReader reader = new LineReader(in)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.isTooLong()).isFalse();
      assertThat(reader.end() - reader.start()).isEqualTo(MAX);
      assertThat(line(reader).text()).isEqualTo("b");
    }
  }

  @Test
  void next_hundredMegabytesInOneLine_takesFlatMemory() throws IOException {
    try (LineReader reader = new LineReader(sequence("", 100_000_000, "\nnext\n"))) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.isTooLong()).isTrue();
      assertThat(reader.bytes().length).isLessThanOrEqualTo(1 << 20);
      assertThat(line(reader).text()).isEqualTo("next");
      assertThat(reader.line()).isEqualTo(2);
      assertThat(reader.consumed()).isEqualTo(100_000_006);
    }
  }

  @Test
  void next_twoLinesTooLong_areBothTold() throws IOException {
    InputStream two = new SequenceInputStream(sequence("", MAX + 5, "\n"), zeros(MAX + 9));
    try (LineReader reader = new LineReader(two)) {
      for (int i = 0; i < 2; i++) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.isTooLong()).isTrue();
      }
      assertThat(reader.next()).isFalse();
      assertThat(reader.consumed()).isEqualTo(2L * MAX + 15);
    }
  }

  private record Line(String text, long number, int tabs, long consumed) {}

  /** What a reader should say, by Java's own means. */
  private static List<Line> expected(String text) {
    List<Line> lines = new ArrayList<>();
    long consumed = 0;
    String left = text;
    if (left.startsWith("\uFEFF")) {
      left = left.substring(1);
      consumed += 3;
    }
    while (!left.isEmpty()) {
      int feed = left.indexOf('\n');
      String line = feed < 0 ? left : left.substring(0, feed);
      left = feed < 0 ? "" : left.substring(feed + 1);
      consumed += line.getBytes(UTF_8).length + (feed < 0 ? 0 : 1);
      String content = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      int tabs = content.length() - content.replace("\t", "").length();
      lines.add(new Line(content, lines.size() + 1L, tabs, consumed));
    }
    return lines;
  }

  private static List<Line> all(LineReader reader) throws IOException {
    List<Line> lines = new ArrayList<>();
    try (reader) {
      while (reader.next()) {
        lines.add(current(reader));
      }
    }
    return lines;
  }

  private static Line line(LineReader reader) throws IOException {
    assertThat(reader.next()).isTrue();
    return current(reader);
  }

  private static Line current(LineReader reader) {
    String text = new String(reader.bytes(), reader.start(), reader.end() - reader.start(), UTF_8);
    return new Line(text, reader.line(), reader.tabs(), reader.consumed());
  }

  private static List<String> texts(String text) throws IOException {
    return all(new LineReader(bytes(text))).stream().map(Line::text).toList();
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static InputStream sequence(String before, int zeros, String after) {
    return new SequenceInputStream(
        new SequenceInputStream(bytes(before), zeros(zeros)), bytes(after));
  }

  private static InputStream zeros(int count) {
    return new InputStream() {
      private int left = count;

      @Override
      public int read() {
        return left-- > 0 ? 'x' : -1;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        int some = Math.min(left, length);
        if (some <= 0) {
          return -1;
        }
        Arrays.fill(bytes, offset, offset + some, (byte) 'x');
        left -= some;
        return some;
      }
    };
  }
}
