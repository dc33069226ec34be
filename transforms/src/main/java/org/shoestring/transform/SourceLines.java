package org.shoestring.transform;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.input.ReadAheadInputStream;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.ImmutableObject;
import org.shoestring.store.ObjectName;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.CorruptException;
import org.shoestring.tsv.ForeignFile;
import org.shoestring.tsv.LineReader;

/** The lines of source files, one file after another, from any recorded position on. */
final class SourceLines implements Closeable {
  private final List<String> files;
  private final List<String> header;
  private final Map<String, SourceVersion> versions;
  private final Progress progress;
  private int file;
  private final long[] lengths;
  private @Nullable LineReader lines;
  private Position from;

  /**
   * How far a side was read.
   *
   * @param file the number of the file, counted from 0
   * @param lines lines of that file
   * @param bytes raw bytes of that file
   */
  record Position(int file, long lines, long bytes) {
    static final Position START = new Position(0, 0, 0);
  }

  /**
   * Opens nothing yet.
   *
   * @param header the names in the first line of every file; none if it is a line like others
   */
  SourceLines(
      List<String> files,
      List<String> header,
      Position from,
      Map<String, SourceVersion> versions,
      Progress progress) {
    this.files = files;
    this.header = List.copyOf(header);
    this.versions = versions;
    this.lengths = new long[files.size()];
    this.progress = progress;
    this.file = from.file();
    this.from = from;
  }

  /** Moves to the next line; false at the end of the last file. */
  boolean next() throws IOException {
    while (file < files.size()) {
      try {
        LineReader reader = lines;
        if (reader == null) {
          InputStream raw = readAhead(ForeignFile.text(stored(), files.get(file)));
          reader = LineReader.resume(raw, from.bytes(), from.lines());
          lines = reader;
          if (from.bytes() == 0 && !header.isEmpty()) {
            Header.skip(files.get(file), reader, header);
          }
        }
        if (reader.next()) {
          return true;
        }
      } catch (CorruptException e) {
        throw new BadDataException(
            files.get(file)
                + ":"
                + (position().lines() + 1)
                + ": "
                + e.getMessage()
                + "; fetch the file again",
            e);
      }
      lengths[file] = position().lines();
      close();
      file++;
      from = new Position(file, 0, 0);
    }
    return false;
  }

  /** Decompresses in a thread of its own, one block ahead. */
  private static InputStream readAhead(InputStream raw) throws IOException {
    return ReadAheadInputStream.builder().setInputStream(raw).setBufferSize(1 << 18).get();
  }

  private InputStream stored() throws IOException {
    ObjectName name = ObjectName.of(files.get(file));
    SourceVersion version = versions.get(files.get(file));
    InputStream in =
        version == null
            ? name.open()
            : name.store()
                .open(new ImmutableObject(name.name(), version.bytes(), version.sha256()));
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        progress.addBytes(Math.max(0, count));
        return count;
      }
    };
  }

  /** The current line. */
  LineReader current() {
    if (lines == null) {
      throw new IllegalStateException("no current line");
    }
    return lines;
  }

  /** The position behind the current line. */
  Position position() {
    return lines == null ? from : new Position(file, lines.line(), lines.consumed());
  }

  /** How many lines a file has that was read to its end. */
  long length(int ended) {
    return lengths[ended];
  }

  /** How many files there are. */
  int files() {
    return files.size();
  }

  /** The file of the current line; of the last one at the end. */
  String file() {
    return files.get(Math.min(file, files.size() - 1));
  }

  /** The number of the file of the current line, counted from 0. */
  int fileNumber() {
    return Math.min(file, files.size() - 1);
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }
}
