package org.shoestring.table.record;

import java.io.Serializable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.tsv.codec.Members;

/**
 * One object of compressed lines, and what is known of it: a {@link WrittenShard} comes from the
 * worker that wrote it, a {@link CommittedShard} from a table that a manifest names. Transforms
 * take both, and make written ones.
 */
public sealed interface Shard extends Serializable permits WrittenShard, CommittedShard {
  /** How many digits of the SHA-256 of its compressed bytes its name has. */
  int NAME_HASH_DIGITS = ShardFacts.NAME_HASH_DIGITS;

  /** What records and manifests say of it. */
  ShardFacts facts();

  /**
   * Its number among the shards that come into a transform, and of the unit of work that the
   * transform does on it: a committed shard's place, a written one's unit.
   *
   * @throws UsageException with what to do instead, if it is one of several pieces of a unit
   */
  int inputNumber();

  /** The location of the output that it belongs to. */
  default String folder() {
    return facts().folder();
  }

  /** The name of its table. */
  default String table() {
    return facts().table();
  }

  /** {@code part-UNIT-PIECE-HASH.tsv.gz}. */
  default String name() {
    return facts().name();
  }

  default long lines() {
    return facts().lines();
  }

  /** Bytes before compression. */
  default long raw() {
    return facts().raw();
  }

  /** Bytes as they are stored. */
  default long compressed() {
    return facts().compressed();
  }

  /** Of the raw bytes. */
  default String sha256() {
    return facts().sha256();
  }

  /** Where it can be entered. */
  default Members members() {
    return facts().members();
  }

  /** Its object's name in the output's folder: the main table lies there, others in folders. */
  default String object() {
    return facts().object();
  }

  /** Its object in the output's folder, which never changes. */
  default ImmutableObject stored() {
    return facts().stored();
  }

  /** The first digits of the SHA-256 of its compressed bytes. */
  default String nameHash() {
    return facts().nameHash();
  }

  /**
   * The unit of work that wrote it, as its name tells.
   *
   * @throws BadDataException if it has no such name
   */
  default int unit() {
    return facts().unit();
  }

  /**
   * Which piece of its unit it is, counted from 0, as its name tells.
   *
   * @throws BadDataException if it has no such name
   */
  default int piece() {
    return facts().piece();
  }
}
