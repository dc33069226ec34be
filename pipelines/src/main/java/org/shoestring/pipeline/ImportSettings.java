package org.shoestring.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.transform.importing.Header;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.tsv.Columns;

/**
 * What a user says of an import.
 *
 * @param where it is said, for messages
 * @param columns of every line; empty if the header names them
 * @param header whether the first line of every file names the columns
 * @param shardBytes raw bytes after which a shard ends
 * @param maxBadLines how many bad lines are set aside before the import fails
 */
public record ImportSettings(
    String where, Optional<Columns> columns, boolean header, long shardBytes, long maxBadLines) {
  public ImportSettings {
    if (columns.isEmpty() && !header) {
      throw new UsageException(
          where
              + ": the columns have no names; name them, or let the first line of each file name"
              + " them (header)");
    }
  }

  /** The same with another limit of bad lines, which is no part of what an import makes. */
  public ImportSettings allowing(long badLines) {
    return new ImportSettings(where, columns, header, shardBytes, badLines);
  }

  /** All that is needed to import files; the header of the first is read if it must be. */
  ImportTable.Settings of(Stores stores, List<ImportUnit> units) throws IOException {
    Columns names = columns.isPresent() ? columns.get() : Header.of(stores, units.get(0));
    return new ImportTable.Settings(names, shardBytes, maxBadLines, header);
  }
}
