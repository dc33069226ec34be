package org.shoestring.pipeline.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.importing.SourceVersion;

/**
 * The files of an import, found and identified.
 *
 * @param digests by the path of the file, in order
 */
public record Sources(List<ImportUnit> units, Map<String, SourceDigest> digests) {
  public Sources {
    units = List.copyOf(units);
    digests = new LinkedHashMap<>(digests);
  }

  /** What identifies a file. */
  public SourceDigest digest(String file) {
    SourceDigest digest = digests.get(file);
    if (digest == null) {
      throw new IllegalArgumentException("no source " + file);
    }
    return digest;
  }

  /** The version of each file, by its path. */
  public Map<String, SourceVersion> versions() {
    Map<String, SourceVersion> versions = new LinkedHashMap<>();
    digests.forEach(
        (path, digest) ->
            versions.put(
                path, new SourceVersion(digest.bytes(), digest.version(), digest.sha256())));
    return versions;
  }

  /** All stored bytes. */
  public long bytes() {
    return digests.values().stream().mapToLong(SourceDigest::bytes).sum();
  }
}
