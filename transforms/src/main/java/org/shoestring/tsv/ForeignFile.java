package org.shoestring.tsv;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/** A file that others wrote: gzip, bzip2 or plain, told by its content rather than by its name. */
public final class ForeignFile {
  private ForeignFile() {}

  /**
   * The raw bytes of a file.
   *
   * @param stored its bytes as they are stored; closed with the result
   * @param name an empty file whose name says that it is compressed is refused, also one that ends
   *     in the bytes that tell its format
   */
  public static InputStream decompress(InputStream stored, String name) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stored, 1 << 16);
    in.mark(3);
    int first = in.read();
    int second = in.read();
    int third = in.read();
    in.reset();
    if (first == 0x1f && second == 0x8b) {
      return new GzipMembers(in);
    }
    if (first == 'B' && second == 'Z' && third == 'h') {
      return new Bzip2Streams(in);
    }
    boolean named = name.endsWith(".gz") || name.endsWith(".bz2");
    if (named && first < 0) {
      in.close();
      throw new CorruptException("the file is empty, which no compressed file is");
    }
    if (named && third < 0 && (first == 0x1f || first == 'B') && (second < 0 || second == 'Z')) {
      in.close();
      throw new CorruptException("the file ends in its header; it is truncated");
    }
    return in;
  }

  /** Tells damage, whatever commons-compress throws for it, as {@link CorruptException}. */
  private static final class Bzip2Streams extends InputStream {
    private final Source source;
    private final InputStream in;

    Bzip2Streams(InputStream stored) throws IOException {
      this.source = new Source(stored);
      try {
        this.in = new BZip2CompressorInputStream(source, true);
      } catch (IOException | RuntimeException e) {
        stored.close();
        throw source.causeOf(e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException | RuntimeException e) {
        throw source.causeOf(e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** Remembers whether reading failed: then the data is not to blame. */
  private static final class Source extends FilterInputStream {
    private @Nullable IOException failure;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    IOException causeOf(Exception e) {
      return failure != null
          ? failure
          : new CorruptException("bzip2 data is truncated or damaged: " + e.getMessage(), e);
    }
  }
}
