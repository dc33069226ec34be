package org.shoestring.transform.importing;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.input.ReadAheadInputStream;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.LineReader;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.tsv.foreign.ForeignFile;
import org.shoestring.worker.Progress;

/** The lines of a source file, from any recorded position on. */
public final class SourceLines implements Closeable {
  private final Stores stores;
  private final String file;
  private final List<String> header;
  private final Map<String, SourceVersion> versions;
  private final Progress progress;
  private @Nullable LineReader lines;
  private Position from;

  /**
   * How far a file was read.
   *
   * @param lines behind it
   * @param bytes behind it, before compression
   */
  public record Position(long lines, long bytes) {
    public static final Position START = new Position(0, 0);
  }

  /**
   * Opens nothing yet.
   *
   * @param header the names in the first line; none if it is a line like others
   */
  SourceLines(
      Stores stores,
      String file,
      List<String> header,
      Position from,
      Map<String, SourceVersion> versions,
      Progress progress) {
    this.stores = stores;
    this.file = file;
    this.header = List.copyOf(header);
    this.versions = versions;
    this.progress = progress;
    this.from = from;
  }

  /** Moves to the next line; false at the end. */
  boolean next() throws IOException {
    try {
      LineReader reader = lines;
      if (reader == null) {
        reader = resume(readAhead(ForeignFile.text(stored(), file)));
        lines = reader;
        if (from.bytes() == 0 && !header.isEmpty()) {
          Header.skip(file, reader, header);
        }
      }
      return reader.next();
    } catch (CorruptException e) {
      throw new BadDataException(file + ":" + (position().lines() + 1) + ": " + e.withCure(), e);
    }
  }

  private LineReader resume(InputStream raw) throws IOException {
    try {
      return LineReader.resume(raw, from.bytes(), from.lines());
    } catch (CorruptException e) {
      raw.close();
      throw new BadDataException(
          file
              + ": "
              + e.getMessage()
              + ". Restore the file as it was when its import began; if it is that, remove the"
              + " unfinished output with 'shoestring gc WORKSPACE OUTPUT', and run again",
          e);
    }
  }

  /** Decompresses in a thread of its own, one block ahead. */
  private static InputStream readAhead(InputStream raw) throws IOException {
    return ReadAheadInputStream.builder().setInputStream(raw).setBufferSize(1 << 18).get();
  }

  private InputStream stored() throws IOException {
    ObjectName name = ObjectName.of(file);
    SourceVersion version = versions.get(file);
    InputStream in =
        version == null
            ? name.open(stores)
            : stores
                .at(name.folder())
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

  /** The position behind the current line; that of the end if there is none. */
  Position position() {
    return lines == null ? from : new Position(lines.line(), lines.consumed());
  }

  /** The file. */
  String file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }
}
