package org.shoestring.tsv.foreign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;

/** What is no text is told, and text never is. */
class OtherFormatTest {
  private static final String TEXT = "one\teins\ntwo\tzwei\n";

  private static String text(byte[] stored, String name) throws IOException {
    try (InputStream in = ForeignFile.text(new ByteArrayInputStream(stored), name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String told(byte[] stored, String name) {
    try {
      return "text: " + text(stored, name);
    } catch (BadDataException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static byte[] gzip(byte[] raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(raw);
    }
    return bytes.toByteArray();
  }

  private static byte[] tar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("mono.txt");
      entry.setSize(TEXT.length());
      tar.putArchiveEntry(entry);
      tar.write(TEXT.getBytes(UTF_8));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(TEXT.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void text_tar_isTold() throws IOException {
    byte[] old = tar();
    for (int i = 257; i < 265; i++) { // Before there was a magic, there was a checksum.
      old[i] = 0;
    }
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : old[i] & 0xff;
    }
    System.arraycopy(
        String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(ISO_8859_1), 0, old, 148, 8);
    for (byte[] tar : List.of(tar(), old)) {
      assertThat(told(tar, "m.tar"))
          .isEqualTo("m.tar: is a tar archive; unpack it with tar xf, and use the files in it");
      assertThat(told(gzip(tar), "m.tgz"))
          .isEqualTo("m.tgz: is a tar archive; unpack it with tar xzf, and use the files in it");
      assertThat(told(gzip(tar), "m.tar.gz")).contains("with tar xzf,");
    }
  }

  @Test
  void text_zip_isToldAndOfficeDocumentsAsSuch() throws IOException {
    assertThat(told(zip("p.tsv"), "p.zip"))
        .isEqualTo("p.zip: is a zip archive; unpack it with unzip, and use the files in it");
    assertThat(told(zip("xl/workbook.xml"), "p.xlsx"))
        .isEqualTo(
            "p.xlsx: is an Office document (a zip archive); save its table as tab-separated text"
                + " in UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE,UTF-16",
    "UTF-16BE,UTF-16",
    "UTF-32LE,UTF-32",
    "UTF-32BE,UTF-32",
  })
  void text_wideEncoding_isToldWithAndWithoutAMark(String encoding, String family)
      throws IOException {
    for (String text :
        List.of(
            TEXT,
            "раз\tодин\nдва\tдва слова\n",
            "一二三，四五六。\n七八九。\n",
            "x\n",
            "\ud83d\ude00\n".repeat(3000))) {
      byte[] marked = ("\ufeff" + text).getBytes(Charset.forName(encoding));
      assertThat(told(marked, "u.tsv"))
          .isEqualTo(
              "u.tsv: is "
                  + family
                  + " text; convert it to UTF-8: iconv -f "
                  + family
                  + " -t UTF-8");
      byte[] unmarked = text.getBytes(Charset.forName(encoding));
      assertThat(told(gzip(unmarked), "u.gz"))
          .isEqualTo(
              "u.gz: is "
                  + family
                  + " text; convert it to UTF-8: iconv -f "
                  + encoding
                  + " -t UTF-8");
    }
  }

  @Test
  void text_knownBeginning_isToldWithACure() {
    Map<String, String> known =
        Map.of(
            "7z\u00bc\u00af'\u001c", "a 7z archive; ",
            "Rar!\u001a\u0007\u0001", "a rar archive; ",
            "%PDF-1.7", "a PDF file; ",
            "PAR1\u0015\u0004", "a Parquet file; ",
            "LZIP\u0001", "lzip data; ",
            "\u0004\"M\u0018d", "lz4 data; ",
            "\u001f\u009d\u0090", "compress (.Z) data; ",
            "version https://git-lfs.github.com/spec/v1", "a pointer of Git LFS, ");
    known.forEach(
        (head, what) ->
            assertThat(told((head + "\nmore").getBytes(ISO_8859_1), "x.tsv"))
                .startsWith("x.tsv: is " + what));
  }

  @Test
  void text_compressedTwice_isTold() throws IOException {
    assertThat(told(gzip(gzip(TEXT.getBytes(UTF_8))), "x.gz"))
        .isEqualTo(
            "x.gz: was compressed twice: there is gzip data in it; decompress it once, with zcat");
  }

  @Test
  void text_binary_isTold() {
    byte[] binary = new byte[3000];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (i * 7);
    }
    assertThat(told(binary, "x.bin"))
        .isEqualTo("x.bin: is binary data (it has NUL bytes), not text; choose a text file");
  }

  @Test
  void text_htmlInsteadOfACompressedFile_isTold() {
    byte[] page = "\n<!DOCTYPE html>\n<title>Not found</title>\n".getBytes(UTF_8);

    assertThat(told(page, "x.tsv.gz"))
        .isEqualTo(
            "x.tsv.gz: is an HTML page, perhaps the error page of a server; fetch the file again");
    assertThat(told(page, "x.tsv")).startsWith("text: \n<!DOCTYPE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "\n",
        TEXT,
        "PK\tx\n",
        "BZ\n",
        "PAR1 is a gene\n",
        "ustar\n",
        "Obj\n",
        "7z\n",
        "\ufeffone\n",
        "раз\tодин\n",
        "一二三\n",
        "\ud83d\ude00\n",
        "a line with a stray NUL\0 in the middle of it, as crawls have them\n",
        "\u001b[1mbold\u001b[0m\n",
        "(2S)\u0001\n"
      })
  void text_text_isItself(String text) throws IOException {
    assertThat(text(text.getBytes(UTF_8), "x.tsv")).isEqualTo(text);
    assertThat(text(gzip(text.getBytes(UTF_8)), "x.tsv")).isEqualTo(text);
  }

  @Test
  void text_latin1_isLeftToThoseWhoLookAtLines() throws IOException {
    byte[] latin1 = "f\u00fcr\tpour \u00e9t\u00e9\n".getBytes(ISO_8859_1);

    assertThat(ForeignFile.text(new ByteArrayInputStream(latin1), "x").readAllBytes())
        .isEqualTo(latin1);
  }

  @Test
  void text_programThatWaitsBehindALine_isReadUpToThere() throws IOException {
    InputStream waiting =
        new InputStream() {
          private final InputStream line = new ByteArrayInputStream("a\n".getBytes(UTF_8));

          @Override
          public int read() throws IOException {
            int next = line.read();
            if (next < 0) {
              throw new IOException("read too far");
            }
            return next;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int next = read();
            bytes[offset] = (byte) next;
            return 1;
          }
        };
    InputStream text = ForeignFile.text(waiting, "stdin");

    assertThat(text.readNBytes(2)).isEqualTo("a\n".getBytes(UTF_8));
    assertThatThrownBy(text::read).hasMessage("read too far");
  }
}
