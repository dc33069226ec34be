package org.shoestring.convert.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;
import org.shoestring.convert.Converted;
import org.shoestring.convert.Records;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;

class CsvRecordsTest {
  private static final CsvSettings HEADER = new CsvSettings(',', true);
  private static final CsvSettings NO_HEADER = new CsvSettings(',', false);

  private static Records records(
      String text, Charset charset, CsvSettings settings, String... wanted) throws IOException {
    return new CsvRecords(
        new ByteArrayInputStream(text.getBytes(charset)), "x.csv", settings, List.of(wanted));
  }

  private static String imported(String text, CsvSettings settings, String... wanted)
      throws IOException {
    Converted converted = Converted.of(records(text, UTF_8, settings, wanted));
    assertThat(converted.rejected()).isEmpty();
    return converted.text();
  }

  @Test
  void next_quotes_areThoseOfRfc4180() throws IOException {
    assertThat(imported("a,b\r\n\"x, \"\"y\"\"\",ä \r\n ,\"\"\n\"日本\",'\\n'", HEADER))
        .isEqualTo("x, \"y\"\tä \n \t\n日本\t'\\n'\n");
  }

  @Test
  void next_byteOrderMarkAndNoLastLineFeed_areNoText() throws IOException {
    assertThat(imported("\ufeffa,b\n1,2", HEADER, "a")).isEqualTo("1\n");
    assertThat(imported("", HEADER)).isEmpty();
    assertThat(imported("a,b\n", HEADER)).isEmpty();
  }

  @Test
  void next_wantedColumns_comeInTheirOrder() throws IOException {
    assertThat(imported("ä,b,c\n1,2,3\n", HEADER, "c", "ä")).isEqualTo("3\t1\n");
    assertThatThrownBy(() -> records("a,b\n", UTF_8, HEADER, "c"))
        .isInstanceOf(UsageException.class)
        .hasMessage("x.csv:1: unknown column 'c'; known: a, b");
  }

  @Test
  void next_columnsOfOneName_haveEachItsOwnFields() throws IOException {
    assertThat(imported("a,b,a\n1,2,3\n", HEADER)).isEqualTo("1\t2\t3\n");
    assertThat(imported(",,x,\n1,2,3,4\n", HEADER)).isEqualTo("1\t2\t3\t4\n");
  }

  @Test
  void records_wantedColumnTwiceInTheHeader_isAnError() throws IOException {
    assertThat(imported("a,b,a\n1,2,3\n", HEADER, "b")).isEqualTo("2\n");
    assertThatThrownBy(() -> records("a,b,a\n1,2,3\n", UTF_8, HEADER, "b", "a"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "x.csv:1: column 'a' is in the header twice (a, b, a); rename one of them, or import"
                + " all columns, without --columns");
  }

  @Test
  void records_headerThatIsNoUtf8_isAnError() {
    assertThatThrownBy(() -> records("é\n1\n2\n", ISO_8859_1, HEADER))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "x.csv:1: the header has invalid UTF-8; find its encoding with 'file -bi FILE', then"
                + " convert it with 'iconv -f ENCODING -t utf-8 FILE'");
    assertThatThrownBy(() -> records("é\n1\n2\n", UTF_16, HEADER))
        .isInstanceOf(BadDataException.class)
        .hasMessage("x.csv: is UTF-16 text; convert it to UTF-8: iconv -f UTF-16 -t UTF-8");
  }

  @Test
  void next_noHeader_takesAll() throws IOException {
    assertThat(imported("1;2,3\n", new CsvSettings(';', false))).isEqualTo("1\t2,3\n");
  }

  @Test
  void next_badRecords_areSetAsideWithTheLineThatTheyStartIn() throws IOException {
    String text = "a,b\r\n\"1\n2\",3\n4\n\n\"5\ré\",6\n7,8\n9,\t\n10,11,12";
    Converted converted = Converted.of(records(text, ISO_8859_1, HEADER));
    assertThat(converted.text()).isEqualTo("7\t8\n");
    String columns =
        ", expected 2 (a, b); if another character separates the fields, set it with"
            + " --separator";
    assertThat(converted.rejected())
        .containsExactly(
            "line_feed\tcolumn 'a' contains a line feed, which a TSV file cannot hold; add"
                + " --escape to write it as \\\\n"
                + "\tx.csv\t2\t1\\n2\\t3\n",
            "columns\t1 field" + columns + "\tx.csv\t4\t4\n",
            "columns\t1 field" + columns + "\tx.csv\t5\t\n",
            "utf8\tinvalid UTF-8; find its encoding with 'file -bi FILE', then convert it with 'iconv"
                + " -f ENCODING -t utf-8 FILE'"
                + "\tx.csv\t6\t5\\r\\xe9\\t6\n",
            "tab\tcolumn 'b' contains a tab, which a TSV file cannot hold; add --escape to write"
                + " it as \\\\t"
                + "\tx.csv\t9\t9\\t\\t\n",
            "columns\t3 fields" + columns + "\tx.csv\t10\t10\\t11\\t12\n");
  }

  @Test
  void next_brokenQuotes_endIt() {
    assertThatThrownBy(() -> Converted.of(records("a,b\n1,2\n3,\"x\"y\n", UTF_8, HEADER)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("x.csv:3: not valid CSV: a quote is in the wrong place. ")
        .hasMessageEndingWith("so correct the file");
    assertThatThrownBy(() -> Converted.of(records("a\n\"x\n\ny\n", UTF_8, HEADER)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("x.csv:2: not valid CSV: a quote is in the wrong place. ");
  }

  @Test
  void next_quoteThatIsNeverClosed_isBounded() {
    InputStream endless =
        new InputStream() {
          private long read;

          @Override
          public int read() {
            return read++ == 0 ? '"' : 'x';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++) {
              bytes[offset + i] = (byte) read();
            }
            return length;
          }
        };
    assertThatThrownBy(() -> Converted.of(new CsvRecords(endless, "x.csv", NO_HEADER, List.of())))
        .isInstanceOf(BadDataException.class)
        .hasMessage("x.csv:1: the record is longer than 16 MiB; is a closing quote missing?");
  }

  @Test
  void separator_anyText_isOneAsciiCharacter() {
    assertThat(CsvSettings.separator("--separator", "tab")).isEqualTo('\t');
    assertThat(CsvSettings.separator("--separator", ";")).isEqualTo(';');
    for (String wrong : List.of("", ";;", "\"", "\n", "\r", "§")) {
      assertThatThrownBy(() -> CsvSettings.separator("--separator", wrong))
          .isInstanceOf(UsageException.class)
          .hasMessage(
              "--separator must be 'tab' or one ASCII character that is not a quote, but is "
                  + Shown.quoted(wrong));
    }
  }
}
