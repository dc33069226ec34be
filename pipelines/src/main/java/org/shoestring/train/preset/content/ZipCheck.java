package org.shoestring.train.preset.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a zip file is whole: its directory stands where its end says, has as many entries as that
 * says, and the data of each lies before it. A zip is written from the front to the back with the
 * directory last, so one that was cut has none.
 *
 * <p>{@link java.util.zip.ZipFile} will not do: it takes whatever stands before the first entry for
 * the start of a program, so that a file that was cut behind a zip within it passes, and it holds
 * the whole directory. The format is that of PKWARE's APPNOTE 6.3.10, with files above 4 GiB.
 */
public final class ZipCheck {
  static final int LOCAL_HEADER = 30;

  private static final int END_MARK = 0x06054b50;
  private static final int END = 22;
  private static final int LOCATOR_MARK = 0x07064b50;
  private static final int LOCATOR = 20;
  private static final int LARGE_END_MARK = 0x06064b50;
  private static final int LARGE_END = 56;
  private static final int HEADER_MARK = 0x02014b50;
  private static final int HEADER = 46;
  private static final int LOCAL_MARK = 0x04034b50;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final long ELSEWHERE = 0xFFFFFFFFL;
  private static final int LARGE_FIELDS = 1;

  private static final String NO_END = "its zip directory is missing";

  private ZipCheck() {}

  /**
   * One file within it.
   *
   * @param data where its bytes start
   */
  record Entry(String name, boolean compressed, long data, long length) {}

  /** Takes entries. */
  interface Each {
    void entry(Entry entry) throws IOException;
  }

  /** What is wrong with a zip file, for people; empty if it is whole. */
  public static Optional<String> fault(Path path) throws IOException {
    return FileBytes.look(path, file -> fault(file, entry -> {}));
  }

  /** The same of an open file, giving its entries in the order of the directory. */
  static Optional<String> fault(FileBytes file, Each each) throws IOException {
    if (file.size() == 0) {
      return Optional.of("it is empty");
    }
    Optional<Directory> directory = end(file);
    if (directory.isEmpty()) {
      return Optional.of(NO_END);
    }
    return directory.get().fault(file, each);
  }

  private static Optional<Directory> end(FileBytes file) throws IOException {
    if (file.size() < END) {
      return Optional.empty();
    }
    int length = (int) Math.min(file.size(), END + LONGEST_COMMENT);
    // Nearly all zips have no comment behind their end.
    for (int take : length == END ? new int[] {END} : new int[] {END, length}) {
      ByteBuffer tail = file.read(file.size() - take, take);
      for (int at = take - END; at >= 0; at--) {
        int comment = take - END - at;
        if (tail.getInt(at) == END_MARK && (tail.getShort(at + 20) & 0xFFFF) == comment) {
          return directory(file, file.size() - take + at, tail.slice(at, END));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Directory> directory(FileBytes file, long at, ByteBuffer end)
      throws IOException {
    end.order(ByteOrder.LITTLE_ENDIAN);
    Directory small =
        new Directory(
            Integer.toUnsignedLong(end.getInt(16)),
            Integer.toUnsignedLong(end.getInt(12)),
            end.getShort(10) & 0xFFFF,
            at);
    if (at < LOCATOR) {
      return Optional.of(small);
    }
    ByteBuffer locator = file.read(at - LOCATOR, LOCATOR);
    if (locator.getInt(0) != LOCATOR_MARK) {
      return Optional.of(small);
    }
    long largeAt = locator.getLong(8);
    if (largeAt < 0 || largeAt > at - LOCATOR - LARGE_END) {
      return Optional.empty();
    }
    ByteBuffer large = file.read(largeAt, LARGE_END);
    return large.getInt(0) == LARGE_END_MARK
        ? Optional.of(
            new Directory(large.getLong(48), large.getLong(40), large.getLong(32), largeAt))
        : Optional.empty();
  }

  /**
   * The directory as the end of the file tells of it.
   *
   * @param end where it must end
   */
  private record Directory(long start, long length, long entries, long end) {

    Optional<String> fault(FileBytes file, Each each) throws IOException {
      if (start < 0 || length < 0 || start + length != end) {
        return Optional.of("its zip directory is not where its end says");
      }
      long at = start;
      for (long i = 0; i < entries; i++) {
        if (at > end - HEADER) {
          return Optional.of("its zip directory has fewer entries than its end says");
        }
        ByteBuffer header = file.read(at, HEADER);
        int name = header.getShort(28) & 0xFFFF;
        int extra = header.getShort(30) & 0xFFFF;
        int all = HEADER + name + extra + (header.getShort(32) & 0xFFFF);
        if (header.getInt(0) != HEADER_MARK || at > end - all) {
          return Optional.of("its zip directory is damaged");
        }
        Optional<Entry> entry = entry(file, header, file.read(at + HEADER, name + extra));
        if (entry.isEmpty()) {
          return Optional.of("its zip directory names data that is not there");
        }
        each.entry(entry.get());
        at += all;
      }
      return at == end
          ? Optional.empty()
          : Optional.of("its zip directory has more entries than its end says");
    }

    /** An entry whose data lies before the directory; empty for others. */
    private Optional<Entry> entry(FileBytes file, ByteBuffer header, ByteBuffer texts)
        throws IOException {
      int nameLength = header.getShort(28) & 0xFFFF;
      long length = Integer.toUnsignedLong(header.getInt(20));
      boolean largeRaw = Integer.toUnsignedLong(header.getInt(24)) == ELSEWHERE;
      long local = Integer.toUnsignedLong(header.getInt(42));
      ByteBuffer large = large(texts.slice(nameLength, texts.limit() - nameLength));
      if (largeRaw && large.remaining() >= 8) {
        large.getLong();
      }
      if (length == ELSEWHERE && large.remaining() >= 8) {
        length = large.getLong();
      }
      if (local == ELSEWHERE && large.remaining() >= 8) {
        local = large.getLong();
      }
      if (local < 0 || length < 0 || local > start - LOCAL_HEADER) {
        return Optional.empty();
      }
      ByteBuffer at = file.read(local, LOCAL_HEADER);
      long data = local + LOCAL_HEADER + (at.getShort(26) & 0xFFFF) + (at.getShort(28) & 0xFFFF);
      if (at.getInt(0) != LOCAL_MARK || data > start - length) {
        return Optional.empty();
      }
      String name = UTF_8.decode(texts.slice(0, nameLength)).toString();
      return Optional.of(new Entry(name, header.getShort(10) != 0, data, length));
    }

    /** The numbers that 32 bits do not hold, in their order; nothing if there are none. */
    private static ByteBuffer large(ByteBuffer extra) {
      extra.order(ByteOrder.LITTLE_ENDIAN);
      while (extra.remaining() >= 4) {
        int id = extra.getShort() & 0xFFFF;
        int length = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
        if (id == LARGE_FIELDS) {
          return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        }
        extra.position(extra.position() + length);
      }
      return extra;
    }
  }
}
