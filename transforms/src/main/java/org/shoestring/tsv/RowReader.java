package org.shoestring.tsv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.Interrupts;
import org.shoestring.bytes.Separators;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.MemberDecoder;
import org.shoestring.tsv.codec.Members;

/**
 * The rows of a shard, from any of its members on, over one reused view.
 *
 * <p>Members end at line ends, so rows are views of the decompressed block itself.
 */
public final class RowReader implements Closeable {
  private final InputStream in;
  private final MemberDecoder decoder;
  private final Members members;
  private final int columns;
  private final String name;
  private final Damage damage;
  private final TsvRow row = new TsvRow();
  private byte[] compressed = new byte[1 << 19];
  private byte[] raw = new byte[0];
  private int position;
  private int limit;
  private int member;
  private long line;
  private int linesLeft;

  /** Makes the error of a shard that is damaged, with what to do about it. */
  public interface Damage {
    /**
     * The error.
     *
     * @param what is wrong, with where it is
     */
    BadDataException error(String what, @Nullable Exception cause);
  }

  /**
   * Rows from the start of a member.
   *
   * @param in the shard's bytes from that member on; closed with this
   * @param columns how many fields each row must have
   * @param name the shard in messages
   * @param damage makes the error if it is not what the manifest says
   */
  public RowReader(
      InputStream in,
      Codec codec,
      Members members,
      int firstMember,
      int columns,
      String name,
      Damage damage) {
    this.in = in;
    this.decoder = codec.decoder();
    this.members = members;
    this.member = firstMember;
    this.line = members.firstLine(firstMember);
    this.columns = columns;
    this.name = name;
    this.damage = damage;
  }

  /**
   * Moves to the next row; false at the end.
   *
   * @throws BadDataException if the shard is damaged, or not what its manifest says
   */
  public boolean next() throws IOException {
    Interrupts.check(); // A step or a metric may need long for a row.
    while (position == limit) {
      if (member == members.size()) {
        return false;
      }
      nextMember();
    }
    row.begin(raw, position);
    int at = Separators.next(raw, position, limit); // The last byte of a member is a line feed.
    int fields = 1;
    while (raw[at] != '\n') {
      row.endField(at);
      fields++;
      at = Separators.next(raw, at + 1, limit);
    }
    row.finish(at);
    position = at + 1;
    line++;
    linesLeft--;
    if (position == limit ? linesLeft != 0 : linesLeft <= 0) {
      throw damaged("the manifest says that it has another number of lines");
    }
    if (fields != columns) {
      throw damaged(fields + " columns, expected " + columns + "; the shard was altered");
    }
    return true;
  }

  private void nextMember() throws IOException {
    int bytes = members.bytes(member);
    if (compressed.length < bytes) {
      compressed = new byte[bytes + bytes / 8];
    }
    if (in.readNBytes(compressed, 0, bytes) < bytes) {
      throw damaged("the shard is truncated", null);
    }
    try {
      limit = decoder.decode(compressed, bytes);
    } catch (CorruptException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
    raw = decoder.raw();
    position = 0;
    if (limit > 0 && raw[limit - 1] != '\n') {
      throw damaged("it ends inside a line", null);
    }
    member++;
    linesLeft = members.lines(member - 1);
    if (limit == 0 && linesLeft > 0) {
      throw damaged("it is empty, but the manifest says " + linesLeft + " lines", null);
    }
  }

  /** The error of the current line. */
  private BadDataException damaged(String what) {
    return damage.error(where() + ": " + what, null);
  }

  /** The error of the current member. */
  private BadDataException damaged(String what, @Nullable Exception cause) {
    return damage.error(
        name + ": member " + (member + 1) + " of " + members.size() + ": " + what, cause);
  }

  /** Shard and number, counted from 1, of the current row, for messages. */
  public String where() {
    return name + ":" + line;
  }

  /** The current row, valid until {@link #next}. */
  public TsvRow row() {
    return row;
  }

  /** The number of the current row in the shard, counted from 1. */
  public long line() {
    return line;
  }

  /** Passes over rows; fewer are passed only at the end. */
  public void skip(long rows) throws IOException {
    for (long i = 0; i < rows && next(); i++) {}
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    compressed = Arrays.copyOf(compressed, 0);
    in.close();
  }
}
