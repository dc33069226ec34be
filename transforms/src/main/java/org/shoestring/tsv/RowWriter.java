package org.shoestring.tsv;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Writes rows as a sequence of members of about 1 MiB raw, cut at line ends. */
public final class RowWriter implements Closeable {
  /** Raw bytes after which a member ends with its current line. */
  public static final int MEMBER_BYTES = 1 << 20;

  private final CountingOutput out;
  private final MemberEncoder encoder;
  private final Sha256 sha256 = new Sha256();
  private final Members.Builder members = new Members.Builder();
  private byte[] block = new byte[MEMBER_BYTES + (MEMBER_BYTES >> 3)];
  private int size;
  private int linesInBlock;
  private long lines;
  private long raw;
  private boolean anyMember;

  /** Writes to {@code out}, which {@link #close} closes. */
  public RowWriter(OutputStream out, Codec codec, int level) {
    this.out = new CountingOutput(out);
    this.encoder = codec.encoder(level);
  }

  public void write(Row row) throws IOException {
    write(row.bytes(), row.start(), row.end());
  }

  /** Writes the line in {@code bytes[from, to)}, which holds no line feed. */
  public void write(byte[] bytes, int from, int to) throws IOException {
    int length = to - from;
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
    if (size >= MEMBER_BYTES) {
      endMember();
    }
  }

  private void endMember() throws IOException {
    sha256.update(block, 0, size);
    long before = out.count();
    encoder.encode(block, size, out);
    members.add(linesInBlock, Math.toIntExact(out.count() - before));
    raw += size;
    size = 0;
    linesInBlock = 0;
    anyMember = true;
  }

  /** Lines written so far. */
  public long lines() {
    return lines;
  }

  /** Raw bytes written so far. */
  public long raw() {
    return raw + size;
  }

  /** Ends the last member, if there is none yet an empty one, and closes the output. */
  @Override
  public void close() throws IOException {
    try (OutputStream closing = out;
        MemberEncoder ending = encoder) {
      if (size > 0 || !anyMember) {
        endMember();
      }
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
