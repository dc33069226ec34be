package org.shoestring.experiment;

import java.util.List;
import org.shoestring.pipeline.source.SourceDigest;

/**
 * The source files that a stage reads.
 *
 * @param files in order
 * @param known those of them that an earlier run identified
 * @param bytes of all files
 * @param shardBytes raw bytes after which a shard of the output ends
 */
public record SourcesRead(
    List<SourceDigest> files, List<SourceDigest> known, long bytes, long shardBytes) {
  public SourcesRead {
    files = List.copyOf(files);
    known = List.copyOf(known);
  }
}
