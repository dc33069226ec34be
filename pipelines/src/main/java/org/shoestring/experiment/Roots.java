package org.shoestring.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.shoestring.store.NoSuchObjectException;
import org.shoestring.store.ObjectStore;
import org.shoestring.store.StoredObject;
import org.shoestring.tsv.TsvFormat;

/**
 * The outputs of a workspace that somebody has use for, {@code TYPE-KEY} each.
 *
 * @param recorded those that records of experiments tell of
 * @param atWork those that are claimed, and those that the work on them reads
 */
record Roots(Set<String> recorded, Set<String> atWork) {
  Roots {
    recorded = Set.copyOf(recorded);
    atWork = Set.copyOf(atWork);
  }

  /**
   * Reads all records and claims.
   *
   * @param forgotten experiments, or {@code EXPERIMENT/STAGE}, whose records do not count
   * @param deadBefore claims that were not renewed since then do not count
   */
  static Roots read(ObjectStore store, Set<String> forgotten, Instant deadBefore)
      throws IOException {
    Set<String> recorded = new HashSet<>();
    for (StoredObject record : store.list(StageRecord.FOLDER)) {
      if (!isForgotten(record.name(), forgotten)) {
        recorded.addAll(StageRecord.read(store, record.name()).outputs());
      }
    }
    Set<String> atWork = new HashSet<>();
    for (StoredObject claim : store.list(Lease.FOLDER)) {
      if (Lease.isName(claim.name()) && claim.modified().isAfter(deadBefore)) {
        atWork.addAll(claimed(store, claim.name()));
      }
    }
    return new Roots(recorded, atWork);
  }

  /** Whether a record is of one of these experiments, or stages {@code EXPERIMENT/STAGE}. */
  static boolean isForgotten(String record, Set<String> forgotten) {
    String name = recordName(record);
    return forgotten.contains(name) || forgotten.contains(name.replaceFirst("/.*", ""));
  }

  /** {@code EXPERIMENT/STAGE} of the object of a record. */
  static String recordName(String object) {
    return object.substring(StageRecord.FOLDER.length()).replaceFirst("\\.tsv$", "");
  }

  private static Set<String> claimed(ObjectStore store, String claim) throws IOException {
    Set<String> outputs = new HashSet<>();
    outputs.add(claim.substring(Lease.FOLDER.length()).replaceFirst("/.*", ""));
    try (InputStream in = store.open(claim)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        List<String> fields = TsvFormat.fields(line);
        if (fields.size() == 2 && fields.get(0).equals(Lease.NEEDS)) {
          outputs.add(fields.get(1));
        }
      }
    } catch (NoSuchObjectException e) {
      // Given up just now: what was made is recorded, or will be before it is old enough.
    }
    return outputs;
  }

  boolean reach(String output) {
    return recorded.contains(output) || atWork.contains(output);
  }
}
