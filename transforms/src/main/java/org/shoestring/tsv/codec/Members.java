package org.shoestring.tsv.codec;

import java.io.Serializable;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a shard can be entered: for each of its members, in order, the lines that it holds and the
 * bytes that it takes compressed.
 */
public final class Members implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Pattern PAIR = Pattern.compile("([0-9]{1,9}):([1-9][0-9]{0,8})");

  /** Incompressible bytes grow by less than this when they are compressed. */
  private static final int MAX_COMPRESSED = MemberSize.MAX_BYTES + MemberSize.MAX_BYTES / 16;

  private final int[] lines;
  private final int[] bytes;

  private Members(int[] lines, int[] bytes) {
    this.lines = lines;
    this.bytes = bytes;
  }

  /**
   * Reads the form of manifests, {@code lines:bytes,lines:bytes}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static Members parse(String text) {
    String[] pairs = text.split(",", -1);
    Builder builder = new Builder();
    for (String pair : pairs) {
      Matcher numbers = PAIR.matcher(pair);
      if (!numbers.matches()) {
        throw new IllegalArgumentException(
            "member " + (builder.size + 1) + " is not a pair LINES:BYTES of whole numbers");
      }
      int lines = Integer.parseInt(numbers.group(1));
      int bytes = Integer.parseInt(numbers.group(2));
      if (lines > MemberSize.MAX_BYTES || bytes > MAX_COMPRESSED) {
        throw new IllegalArgumentException(
            "'" + pair + "' is too large; a member has at most " + MAX_COMPRESSED + " bytes");
      }
      builder.add(lines, bytes);
    }
    return builder.build();
  }

  public int size() {
    return lines.length;
  }

  /** The lines of a member. */
  public int lines(int member) {
    return lines[member];
  }

  /** The compressed bytes of a member. */
  public int bytes(int member) {
    return bytes[member];
  }

  /** All lines. */
  public long totalLines() {
    return firstLine(lines.length);
  }

  /** All compressed bytes. */
  public long totalBytes() {
    return offset(bytes.length);
  }

  /** The number of the first line of a member, counted from 0. */
  public long firstLine(int member) {
    return IntStream.range(0, member).mapToLong(i -> lines[i]).sum();
  }

  /** Where a member starts. */
  public long offset(int member) {
    return IntStream.range(0, member).mapToLong(i -> bytes[i]).sum();
  }

  /** The member that holds a line, counted from 0; the number of members if none does. */
  public int holding(long line) {
    long first = 0;
    for (int i = 0; i < lines.length; i++) {
      first += lines[i];
      if (line < first) {
        return i;
      }
    }
    return lines.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Members members
        && Arrays.equals(lines, members.lines)
        && Arrays.equals(bytes, members.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(lines) + Arrays.hashCode(bytes);
  }

  /** The form of manifests. */
  @Override
  public String toString() {
    return IntStream.range(0, lines.length)
        .mapToObj(i -> lines[i] + ":" + bytes[i])
        .collect(Collectors.joining(","));
  }

  /** Collects members while a shard is written. */
  public static final class Builder {
    private int[] lines = new int[8];
    private int[] bytes = new int[8];
    private int size;

    public Builder add(int lines, int bytes) {
      if (size == this.lines.length) {
        this.lines = Arrays.copyOf(this.lines, 2 * size);
        this.bytes = Arrays.copyOf(this.bytes, 2 * size);
      }
      this.lines[size] = lines;
      this.bytes[size++] = bytes;
      return this;
    }

    public Members build() {
      return new Members(Arrays.copyOf(lines, size), Arrays.copyOf(bytes, size));
    }
  }
}
