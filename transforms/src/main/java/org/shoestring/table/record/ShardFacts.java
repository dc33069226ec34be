package org.shoestring.table.record;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Shown;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.Members;

/**
 * What records and manifests say of a shard: the same before the commit and after it.
 *
 * @param folder the location of the output that it belongs to
 * @param table the table's name
 * @param name {@code part-UNIT-PIECE-HASH.tsv.gz}; the hash is the first 16 digits of the SHA-256
 *     of its compressed bytes
 * @param raw bytes before compression
 * @param compressed bytes as they are stored
 * @param sha256 of the raw bytes
 * @param members where it can be entered
 */
public record ShardFacts(
    String folder,
    String table,
    String name,
    long lines,
    long raw,
    long compressed,
    String sha256,
    Members members)
    implements Serializable {

  /** The type of a shard's line in manifests and records. */
  static final String TYPE = "shard";

  static final int NAME_HASH_DIGITS = 16;

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

  /** The first digits of the SHA-256 of its compressed bytes. */
  public String nameHash() {
    int dot = name.indexOf('.');
    return dot < NAME_HASH_DIGITS ? "" : name.substring(dot - NAME_HASH_DIGITS, dot);
  }

  /** Its line in a record or manifest. */
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

  public static ShardFacts parse(String folder, FactLine line) {
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
    return new ShardFacts(
        folder, line.table(1), name, lines, line.count(4), compressed, line.sha256(6), members);
  }

  /** The same object as part of another folder's table. */
  ShardFacts in(String newFolder, String newTable) {
    return new ShardFacts(newFolder, newTable, name, lines, raw, compressed, sha256, members);
  }
}
