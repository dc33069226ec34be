package org.shoestring.tsv.foreign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.shoestring.bytes.Utf8;

/** Formats that are no text, told by how their files begin, and how text is made of them. */
final class OtherFormat {
  private static final String NAME_FILES = ", and use the files in it";
  private static final String EXPORT = "; export its table as TSV or CSV first";

  /** Bytes that begin a file, as ISO-8859-1, what it is, and what to do. */
  private static final List<List<String>> MAGIC =
      List.of(
          List.of("7z\u00bc\u00af'\u001c", "a 7z archive; unpack it with 7z x" + NAME_FILES),
          List.of("Rar!\u001a\u0007", "a rar archive; unpack it with unrar x" + NAME_FILES),
          List.of("%PDF-", "a PDF file; extract its text first, for example with pdftotext"),
          List.of("PAR1\u0015", "a Parquet file" + EXPORT),
          List.of("ARROW1\0\0", "an Arrow file" + EXPORT),
          List.of("FEA1\0\0", "a Feather file" + EXPORT),
          List.of("Obj\u0001", "an Avro file" + EXPORT),
          List.of("SQLite format 3\0", "an SQLite database" + EXPORT),
          List.of("\u0089HDF\r\n\u001a\n", "an HDF5 file" + EXPORT),
          List.of("\u0093NUMPY", "a NumPy file" + EXPORT),
          List.of(
              "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1",
              "an Office document; save its table as tab-separated text in UTF-8"),
          List.of("\u0004\"M\u0018", "lz4 data; " + again("lz4 -dc")),
          List.of("\u0002!L\u0018", "lz4 data; " + again("lz4 -dc")),
          List.of("LZIP\u0001", "lzip data; " + again("lzip -dc")),
          List.of("\u0089LZO\0\r\n\u001a\n", "lzop data; " + again("lzop -dc")),
          List.of("]\0\0", "LZMA data; " + again("xz --format=lzma -dc")),
          List.of("\u001f\u009d", "compress (.Z) data; " + again("gzip -dc")),
          List.of("\u00ff\u0006\0\0sNaPpY", "Snappy data; compress it with gzip instead"),
          List.of(
              "version https://git-lfs.github.com/spec/",
              "a pointer of Git LFS, not the file itself; fetch it with git lfs pull"));

  private OtherFormat() {}

  private static String again(String program) {
    return "compress it with gzip instead: " + program + " FILE | gzip";
  }

  /**
   * What a file is, and what to do with it; empty if it may be text.
   *
   * @param head how it begins, decompressed
   * @param name what the file was called before it was decompressed
   */
  static Optional<String> of(byte[] head, int length, String name) {
    String text = new String(head, 0, length, ISO_8859_1);
    for (List<String> magic : MAGIC) {
      if (text.startsWith(magic.get(0))) {
        return Optional.of("is " + magic.get(1));
      }
    }
    if (text.startsWith("PK\u0003\u0004") || text.startsWith("PK\u0005\u0006")) {
      return Optional.of(zip(text));
    }
    if (isTar(head, length)) {
      return Optional.of("is a tar archive; unpack it with " + untar(name) + NAME_FILES);
    }
    Optional<Compression> inner = Compression.ofContent(head, length);
    if (inner.isPresent()) {
      return Optional.of(
          "was compressed twice: there is "
              + inner.get().token()
              + " data in it; decompress it once, with "
              + Compression.ofFile(name).orElse(inner.get()).program());
    }
    if (Compression.ofFile(name).isPresent() && isHtml(text)) {
      return Optional.of(
          "is an HTML page, perhaps the error page of a server; fetch the file again");
    }
    Optional<String> wide = wide(head, length);
    if (wide.isPresent()) {
      return Optional.of(
          "is "
              + wide.get().replaceFirst("[BL]E$", "")
              + " text; convert it to UTF-8: iconv -f "
              + wide.get()
              + " -t UTF-8");
    }
    return isBinary(head, length)
        ? Optional.of("is binary data (it has NUL bytes), not text; choose a text file")
        : Optional.empty();
  }

  private static String zip(String text) {
    boolean office =
        text.length() > 30
            && text.substring(30).matches("(?s)(\\[Content_Types\\]|_rels/|docProps/|xl/|word/).*");
    return office
        ? "is an Office document (a zip archive); save its table as tab-separated text in UTF-8"
        : "is a zip archive; unpack it with unzip" + NAME_FILES;
  }

  private static boolean isTar(byte[] head, int length) {
    if (length < 512 || head[0] == 0) {
      return false;
    }
    if (new String(head, 257, 5, ISO_8859_1).equals("ustar")) {
      return true;
    }
    try {
      return TarUtils.verifyCheckSum(Arrays.copyOf(head, 512));
    } catch (IllegalArgumentException e) {
      return false; // No number stands where the checksum would.
    }
  }

  private static String untar(String name) {
    String compression =
        name.endsWith(".tgz")
            ? "z"
            : Compression.ofFile(name)
                .map(
                    found ->
                        switch (found) {
                          case GZIP -> "z";
                          case BZIP2 -> "j";
                          case XZ -> "J";
                          case ZSTD -> "";
                        })
                .orElse("");
    return "tar x" + compression + "f";
  }

  private static boolean isHtml(String text) {
    String start = text.stripLeading().toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype html") || start.startsWith("<html");
  }

  /** The name of a Unicode encoding of two or four bytes, for iconv. */
  private static Optional<String> wide(byte[] head, int length) {
    if (begins(head, length, 0xff, 0xfe, 0, 0) || begins(head, length, 0, 0, 0xfe, 0xff)) {
      return Optional.of("UTF-32");
    }
    if (begins(head, length, 0xff, 0xfe) || begins(head, length, 0xfe, 0xff)) {
      return Optional.of("UTF-16");
    }
    if (20 * nuls(head, length) < length && (nuls(head, length) == 0 || isUtf8(head, length))) {
      return Optional.empty();
    }
    return Stream.of("UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE")
        .filter(encoding -> isText(head, length, encoding))
        .findFirst();
  }

  private static boolean begins(byte[] head, int length, int... bytes) {
    boolean same = length >= bytes.length;
    for (int i = 0; same && i < bytes.length; i++) {
      same = (head[i] & 0xff) == bytes[i];
    }
    return same;
  }

  private static int nuls(byte[] head, int length) {
    int nuls = 0;
    for (int i = 0; i < length; i++) {
      nuls += head[i] == 0 ? 1 : 0;
    }
    return nuls;
  }

  /** Whether it is UTF-8; of a line that is cut the end does not count. */
  private static boolean isUtf8(byte[] head, int length) {
    int end = length;
    while (end > 0 && head[end - 1] < 0) {
      end--;
    }
    return Utf8.isValid(head, 0, end);
  }

  /** Whether bytes without a mark are text of an encoding: characters that exist, no controls. */
  private static boolean isText(byte[] head, int length, String encoding) {
    CharBuffer text = CharBuffer.allocate(length);
    CoderResult result =
        Charset.forName(encoding)
            .newDecoder()
            .decode(ByteBuffer.wrap(head, 0, length), text, false);
    return !result.isError()
        && text.position() > 0
        && text.flip()
            .codePoints()
            .allMatch(
                c ->
                    Character.isDefined(c)
                        && (!Character.isISOControl(c) || c == '\t' || c == '\n' || c == '\r'));
  }

  /** NULs, and one byte in twenty that is a control character: text may have a stray one. */
  private static boolean isBinary(byte[] head, int length) {
    int controls = 0;
    for (int i = 0; i < length; i++) {
      boolean space = head[i] >= '\t' && head[i] <= '\r';
      controls += head[i] >= 0 && head[i] < ' ' && !space ? 1 : 0;
    }
    return nuls(head, length) > 0 && 20 * controls >= length;
  }
}
