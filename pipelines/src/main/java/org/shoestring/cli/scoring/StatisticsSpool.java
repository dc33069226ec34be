package org.shoestring.cli.scoring;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.shoestring.bytes.LineReader;
import org.shoestring.files.CacheFolder;
import org.shoestring.files.ProcessFolder;
import org.shoestring.metric.significance.SegmentRows;
import org.shoestring.metric.tally.Tally;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.TsvRow;

/**
 * The statistics of a system's segments, in a temporary file: rows as in a table of statistics. The
 * file has no name any more, so that it is gone with the process.
 */
final class StatisticsSpool implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final OutputStream out;
  private int rows;

  StatisticsSpool() throws IOException {
    Path folder = ProcessFolder.under(CacheFolder.spill(CacheFolder.ofUser()));
    Path file = Files.createTempFile(folder, "statistics", ".tsv");
    this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Files.delete(file);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  /**
   * Adds a row.
   *
   * @throws UsageException if there are too many
   */
  void add(CharSequence row) throws IOException {
    if (rows == Integer.MAX_VALUE) {
      throw new UsageException(
          "intervals and tests are possible for at most 2,147,483,647 segments; choose a part of"
              + " them with --where");
    }
    out.write(row.toString().getBytes(StandardCharsets.UTF_8));
    out.write('\n');
    rows++;
  }

  /**
   * The statistics of one metric, when all rows were added.
   *
   * @param firstField of the metric
   */
  SegmentRows rows(int firstField) throws IOException {
    out.flush();
    return new SegmentRows() {
      @Override
      public int segments() {
        return rows;
      }

      @Override
      public Cursor open() {
        return new SpoolCursor(new LineReader(new PositionalInput(channel)), firstField);
      }
    };
  }

  private record SpoolCursor(LineReader lines, int firstField) implements SegmentRows.Cursor {
    @Override
    public boolean next(Tally tally) throws IOException {
      if (!lines.next()) {
        return false;
      }
      tally.read(TsvRow.parse(lines.bytes(), lines.start(), lines.end()), firstField);
      return true;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /** A channel from its beginning; several of these do not disturb each other. */
  private static final class PositionalInput extends InputStream {
    private final FileChannel channel;
    private long position;

    PositionalInput(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = channel.read(ByteBuffer.wrap(bytes, offset, length), position);
      position += Math.max(0, read);
      return read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
