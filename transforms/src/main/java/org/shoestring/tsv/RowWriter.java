package org.shoestring.tsv;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CountingOutput;
import org.shoestring.bytes.Interrupts;
import org.shoestring.bytes.Sha256;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.MemberEncoder;
import org.shoestring.tsv.codec.MemberSize;
import org.shoestring.tsv.codec.Members;

/** Writes rows as a sequence of members of about 1 MiB raw, cut at line ends. */
public final class RowWriter implements Closeable {
  private final CountingOutput out;
  private final MemberEncoder encoder;
  private final @Nullable ExecutorService background;
  private final Sha256 sha256 = new Sha256();
  private final Members.Builder members = new Members.Builder();
  private byte[] block = new byte[MemberSize.BYTES + (MemberSize.BYTES >> 3)];
  private byte[] spare = new byte[0];
  private @Nullable Future<?> encoding;
  private int size;
  private int linesInBlock;
  private long lines;
  private long ended;
  private boolean anyMember;

  private RowWriter(
      OutputStream out, Codec codec, int level, @Nullable ExecutorService background) {
    this.out = new CountingOutput(out);
    this.encoder = codec.encoder(level);
    this.background = background;
  }

  /** Writes to {@code out}, which {@link #close} closes. */
  public static RowWriter to(OutputStream out, Codec codec, int level) {
    return new RowWriter(out, codec, level, null);
  }

  /**
   * The same with compression in a thread of its own, one member behind: for a worker that is the
   * only one at work.
   */
  public static RowWriter inBackground(OutputStream out, Codec codec, int level) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread encoder = new Thread(task, "encode");
              encoder.setDaemon(true);
              return encoder;
            });
    return new RowWriter(out, codec, level, thread);
  }

  public void write(TsvRow row) throws IOException {
    write(row.bytes(), row.start(), row.end());
  }

  /**
   * Writes the line in {@code bytes[from, to)}, which holds no line feed.
   *
   * @throws BadDataException if it is longer than a shard can hold
   */
  public void write(byte[] bytes, int from, int to) throws IOException {
    int length = to - from;
    if (length > MemberSize.MAX_ROW_BYTES) {
      throw new BadDataException(
          "row "
              + (lines + 1)
              + " of a shard would have "
              + length
              + " bytes, but a row can have at most "
              + MemberSize.MAX_ROW_BYTES
              + "; reject such rows first, for example with the step 'length'");
    }
    ensure(length + 1);
    System.arraycopy(bytes, from, block, size, length);
    size += length;
    endLine();
  }

  private void ensure(int more) {
    if (block.length - size < more) {
      block = Arrays.copyOf(block, Math.max(size + more, block.length + (block.length >> 1)));
    }
  }

  private void endLine() throws IOException {
    block[size++] = '\n';
    linesInBlock++;
    lines++;
    if (size >= MemberSize.BYTES) {
      endMember();
    }
  }

  private void endMember() throws IOException {
    Interrupts.check();
    byte[] full = block;
    int length = size;
    int fullLines = linesInBlock;
    ended += size;
    size = 0;
    linesInBlock = 0;
    anyMember = true;
    if (background == null) {
      encode(full, length, fullLines);
      return;
    }
    awaitEncoding();
    block = spare.length < full.length ? new byte[full.length] : spare;
    spare = full;
    encoding =
        background.submit(
            () -> {
              encode(full, length, fullLines);
              return null;
            });
  }

  private void encode(byte[] full, int length, int fullLines) throws IOException {
    sha256.update(full, 0, length);
    long before = out.count();
    encoder.encode(full, length, out);
    members.add(fullLines, Math.toIntExact(out.count() - before));
  }

  private void awaitEncoding() throws IOException {
    Future<?> last = encoding;
    encoding = null;
    if (last == null) {
      return;
    }
    try {
      last.get();
    } catch (InterruptedException e) {
      throw Interrupts.stopped("interrupted while a member was compressed", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Lines written so far. */
  public long lines() {
    return lines;
  }

  /** Raw bytes written so far. */
  public long raw() {
    return ended + size;
  }

  /** Ends the last member, if there is none yet an empty one, and closes the output. */
  @Override
  public void close() throws IOException {
    try (OutputStream closing = out;
        MemberEncoder ending = encoder;
        Closeable stopping = this::stopBackground) {
      if (size > 0 || !anyMember) {
        endMember();
      }
      awaitEncoding();
    }
  }

  /** Waits for the thread, even if interrupted: the encoder must not end while it is at work. */
  private void stopBackground() {
    if (background == null) {
      return;
    }
    background.shutdown();
    ExecutorService encoding = background;
    boolean ended = false;
    while (!ended) {
      ended =
          Interrupts.outlast(
              Duration.ofHours(1), nanos -> encoding.awaitTermination(nanos, TimeUnit.NANOSECONDS));
    }
  }

  /** The members written; complete after {@link #close}. */
  public Members members() {
    return members.build();
  }

  /** The SHA-256 of the raw bytes, in hexadecimal; once, after {@link #close}. */
  public String sha256() {
    return sha256.hex();
  }
}
