package org.shoestring.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.Stores;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.table.record.Shard;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.MemberDecoder;
import org.shoestring.tsv.codec.Members;

/**
 * Reads a whole shard and compares it with its name and with what its manifest says of it: the
 * stored bytes, their hash, the raw bytes, their hash, the lines. Damage does not end it, so that
 * all that is wrong is told; one member is in memory at a time.
 */
public final class ShardCheck {
  private final Stores stores;
  private final Shard shard;
  private final Codec codec;
  private final Lines lines;
  private final List<String> problems = new ArrayList<>();
  private final Sha256 rawSha256 = new Sha256();
  private final Sha256 storedSha256 = new Sha256();
  private long stored;
  private long raw;
  private long count;

  /** Takes the lines of a shard, in order, each in {@code bytes[from, to)}. */
  public interface Lines {
    void line(byte[] bytes, int from, int to);
  }

  /**
   * What was found.
   *
   * @param problems what is wrong, none if it is intact
   * @param lines that could be read
   * @param raw bytes that could be read
   */
  public record Found(List<String> problems, long lines, long raw) {
    public Found {
      problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong. */
    public boolean isIntact() {
      return problems.isEmpty();
    }
  }

  private ShardCheck(Stores stores, Shard shard, Codec codec, Lines lines) {
    this.stores = stores;
    this.shard = shard;
    this.codec = codec;
    this.lines = lines;
  }

  /**
   * Checks a shard.
   *
   * @param lines gets those that can be read; what comes of a damaged shard is not to be used
   * @throws IOException if the store cannot be read
   */
  public static Found run(Stores stores, Shard shard, Codec codec, Lines lines) throws IOException {
    return new ShardCheck(stores, shard, codec, lines).run();
  }

  private Found run() throws IOException {
    try (InputStream in = stores.at(shard.folder()).open(shard.object())) {
      readMembers(in);
      readRest(in);
      compare();
    } catch (NoSuchObjectException e) {
      problems.add("the shard is missing");
    }
    return new Found(problems, count, raw);
  }

  private void readMembers(InputStream in) throws IOException {
    Members members = shard.members();
    byte[] compressed = new byte[0];
    try (MemberDecoder decoder = codec.decoder()) {
      for (int member = 0; member < members.size(); member++) {
        int bytes = members.bytes(member);
        if (compressed.length < bytes) {
          compressed = new byte[bytes + bytes / 8];
        }
        int read = in.readNBytes(compressed, 0, bytes);
        stored += read;
        storedSha256.update(compressed, 0, read);
        if (read < bytes) {
          return;
        }
        readMember(decoder, compressed, member);
      }
    }
  }

  private void readMember(MemberDecoder decoder, byte[] compressed, int member) {
    int length;
    try {
      length = decoder.decode(compressed, shard.members().bytes(member));
    } catch (CorruptException e) {
      damaged(member, String.valueOf(e.getMessage()));
      return;
    }
    byte[] bytes = decoder.raw();
    rawSha256.update(bytes, 0, length);
    raw += length;
    int start = 0;
    int found = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        lines.line(bytes, start, i);
        start = i + 1;
        found++;
      }
    }
    count += found;
    if (start < length) {
      damaged(member, "it ends inside a line");
    } else if (found != shard.members().lines(member)) {
      damaged(member, found + " lines, but the manifest says " + shard.members().lines(member));
    }
  }

  /** Tells the first damage alone: what follows may be thousands of members. */
  private void damaged(int member, String what) {
    if (!problems.isEmpty()) {
      return;
    }
    problems.add("member " + (member + 1) + " of " + shard.members().size() + ": " + what);
  }

  /** What the manifest knows nothing of. */
  private void readRest(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int read;
    while ((read = in.read(buffer)) >= 0) {
      stored += read;
      storedSha256.update(buffer, 0, read);
    }
  }

  private void compare() {
    if (stored != shard.compressed()) {
      problems.add(stored + " bytes are stored, but the manifest says " + shard.compressed());
    }
    String hash = storedSha256.hex().substring(0, Shard.NAME_HASH_DIGITS);
    if (!hash.equals(shard.nameHash())) {
      problems.add("the stored bytes have the hash " + hash + ", not the one in the name");
    }
    if (count != shard.lines()) {
      problems.add(count + " lines, but the manifest says " + shard.lines());
    }
    if (raw != shard.raw()) {
      problems.add(raw + " raw bytes, but the manifest says " + shard.raw());
    }
    String sha256 = rawSha256.hex();
    if (!sha256.equals(shard.sha256())) {
      problems.add(
          "the raw bytes have the SHA-256 " + sha256 + ", the manifest says " + shard.sha256());
    }
  }
}
