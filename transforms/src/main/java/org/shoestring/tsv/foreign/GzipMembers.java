package org.shoestring.tsv.foreign;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.shoestring.bytes.BulkInput;
import org.shoestring.bytes.CorruptException;

/**
 * The raw bytes of a gzip file of any number of members, written by whatever program.
 *
 * <p>It walks the members itself and checks each: the JDK's GZIPInputStream stops without an error
 * between two members when its source says that nothing is available, and at a damaged later
 * header. Zero bytes after the last member are padding, as gzip has it; anything else is an error.
 */
final class GzipMembers extends BulkInput {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final byte[] input = new byte[1 << 16];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private int position;
  private int limit;
  private long memberBytes;
  private int member;
  private boolean inMember;
  private boolean ended;

  GzipMembers(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (!inMember && !startMember()) {
        ended = true;
        break;
      }
      int count = inflate(bytes, offset, length);
      if (count > 0) {
        crc.update(bytes, offset, count);
        memberBytes += count;
        return count;
      }
    }
    return -1;
  }

  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (true) {
        int count = inflater.inflate(bytes, offset, length);
        if (count > 0) {
          return count;
        }
        if (inflater.finished()) {
          position = limit - inflater.getRemaining();
          endMember();
          return 0;
        }
        if (inflater.needsDictionary()) {
          throw new CorruptException(inThisMember("needs a dictionary, which gzip does not have"));
        }
        if (!fill()) {
          throw new CorruptException(inThisMember("ends early; the file is truncated"));
        }
        inflater.setInput(input, position, limit - position);
      }
    } catch (DataFormatException e) {
      throw new CorruptException(inThisMember("is damaged: " + e.getMessage()), e);
    }
  }

  private boolean startMember() throws IOException {
    if (!fillIfEmpty()) {
      if (member == 0) {
        throw new CorruptException("the file is empty; an empty gzip file has at least 20 bytes");
      }
      return false;
    }
    if (member > 0 && input[position] == 0) {
      skipPadding();
      return false;
    }
    member++;
    try {
      header();
    } catch (EOFException e) {
      throw new CorruptException(inThisMember("ends in its header; the file is truncated"), e);
    }
    inflater.reset();
    inflater.setInput(input, position, limit - position);
    crc.reset();
    memberBytes = 0;
    inMember = true;
    return true;
  }

  private void header() throws IOException {
    if (next() != 0x1f || next() != 0x8b || next() != 8) {
      throw new CorruptException(
          member == 1 ? "not a gzip file" : "garbage after gzip member " + (member - 1));
    }
    int flags = next();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    for (int text : new int[] {NAME, COMMENT}) {
      if ((flags & text) != 0) {
        while (next() != 0) {}
      }
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
  }

  private void endMember() throws IOException {
    inMember = false;
    try {
      int expectedCrc = nextInt();
      int expectedBytes = nextInt();
      if ((int) crc.getValue() != expectedCrc || (int) memberBytes != expectedBytes) {
        throw new CorruptException(inThisMember("fails its checksum"));
      }
    } catch (EOFException e) {
      throw new CorruptException(inThisMember("ends in its trailer; the file is truncated"), e);
    }
  }

  private void skipPadding() throws IOException {
    do {
      while (position < limit) {
        if (input[position++] != 0) {
          throw new CorruptException("garbage after gzip member " + member);
        }
      }
    } while (fillIfEmpty());
  }

  private String inThisMember(String what) {
    return "gzip member " + member + " " + what;
  }

  private int nextInt() throws IOException {
    return next() | next() << 8 | next() << 16 | next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private int next() throws IOException {
    if (!fillIfEmpty()) {
      throw new EOFException();
    }
    return input[position++] & 0xff;
  }

  private boolean fillIfEmpty() throws IOException {
    return position < limit || fill();
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(input, 0, input.length));
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
