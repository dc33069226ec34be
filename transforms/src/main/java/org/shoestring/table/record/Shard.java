package org.shoestring.table.record;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.Members;

/**
 * A piece of a table: one object of compressed lines, and what its manifest says of it.
 *
 * @param folder the location of the output that it belongs to
 * @param table the table's name
 * @param place its place in the table, counted from 0; for a shard that is not committed yet, the
 *     number of its unit
 * @param name {@code part-UNIT-PIECE-HASH.tsv.gz}; the hash is the first 16 digits of the SHA-256
 *     of its compressed bytes
 * @param raw bytes before compression
 * @param compressed bytes as they are stored
 * @param sha256 of the raw bytes
 * @param members where it can be entered
 */
public record Shard(
    String folder,
    String table,
    int place,
    String name,
    long lines,
    long raw,
    long compressed,
    String sha256,
    Members members)
    implements Serializable {

  /** The type of a shard's line in manifests and records. */
  static final String TYPE = "shard";

  public static final int NAME_HASH_DIGITS = 16;

  private static final Pattern NAME = Pattern.compile("part-([0-9]{5,9})-([0-9]{5,9})-");
  private static final Pattern WHOLE_NAME =
      Pattern.compile(NAME.pattern() + "[0-9a-f]{" + NAME_HASH_DIGITS + "}\\.tsv\\.(gz|bz2)");

  public static String name(int unit, int piece, String compressedSha256, Codec codec) {
    String hash = compressedSha256.substring(0, NAME_HASH_DIGITS);
    return String.format(
        Locale.ROOT, "part-%05d-%05d-%s.tsv.%s", unit, piece, hash, codec.extension());
  }

  /** Its object's name in the output's folder: the main table lies there, others in folders. */
  public String object() {
    return table.equals(TableName.MAIN) ? name : table + "/" + name;
  }

  /** Its object in the output's folder, which never changes. */
  public ImmutableObject stored() {
    return new ImmutableObject(object(), compressed, nameHash());
  }

  /** The unit of work that wrote it, as its name tells. */
  public int unit() {
    return part(1);
  }

  /** Which piece of its unit it is, counted from 0, as its name tells. */
  public int piece() {
    return part(2);
  }

  private int part(int group) {
    Matcher part = NAME.matcher(name);
    if (!part.lookingAt()) {
      throw new BadDataException(
          folder + "/" + object() + ": the name of a shard starts with part-UNIT-PIECE-");
    }
    return Integer.parseInt(part.group(group));
  }

  /**
   * Fails for a piece of a unit that cannot be told from the unit's first one: before the commit
   * all of them have the unit's number as their place. Committed ones have a place of their own,
   * behind at least one shard a unit and piece before them; only rejects leave units out, and they
   * are read from commits alone.
   *
   * @throws UsageException with what to do instead
   */
  public void checkOwnPlace() {
    Matcher part = NAME.matcher(name);
    if (!part.lookingAt() || table.equals(TableName.REJECTED)) {
      return;
    }
    int unit = Integer.parseInt(part.group(1));
    int piece = Integer.parseInt(part.group(2));
    if (place < unit + piece) {
      throw new UsageException(
          folder
              + "/"
              + object()
              + ": piece "
              + piece
              + " of unit "
              + unit
              + " is not committed, and would be taken for another piece of it; commit the import"
              + " in a pipeline of its own (CommitOutput), then read its table (ReadShards)");
    }
  }

  /** The first digits of the SHA-256 of its compressed bytes. */
  public String nameHash() {
    int dot = name.indexOf('.');
    return dot < NAME_HASH_DIGITS ? "" : name.substring(dot - NAME_HASH_DIGITS, dot);
  }

  public List<String> line() {
    return List.of(
        TYPE,
        table,
        name,
        Long.toString(lines),
        Long.toString(raw),
        Long.toString(compressed),
        sha256,
        members.toString());
  }

  public static Shard parse(String folder, int place, FactLine line) {
    String name = line.with(7).text(2);
    if (!WHOLE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          Shown.quoted(name) + " is not the name of a shard; expected part-UNIT-PIECE-HASH.tsv.gz");
    }
    long lines = line.count(3);
    long compressed = line.count(5);
    Members members = Members.parse(line.text(7));
    if (lines != members.totalLines() || compressed != members.totalBytes()) {
      throw new IllegalArgumentException(name + " has other lines or bytes than its members");
    }
    return new Shard(
        folder,
        line.table(1),
        place,
        name,
        lines,
        line.count(4),
        compressed,
        line.sha256(6),
        members);
  }

  /** The same shard as part of another folder's table. */
  public Shard in(String newFolder, String newTable) {
    return new Shard(newFolder, newTable, place, name, lines, raw, compressed, sha256, members);
  }

  /** The same shard at another place of its table. */
  public Shard at(int newPlace) {
    return new Shard(folder, table, newPlace, name, lines, raw, compressed, sha256, members);
  }
}
