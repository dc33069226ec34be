package org.shoestring.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.source.SourceDigest;
import org.shoestring.pipeline.source.Sources;
import org.shoestring.table.record.FactLine;
import org.shoestring.transform.importing.ImportUnit;

/**
 * The source files of an import, as the record of its stage has them: {@code pattern TEXT} and
 * {@code source PATH SIZE VERSION SHA256 UNIT SIDE}.
 *
 * @param patterns by which they were found
 * @param files the lines of the files
 */
record RecordedSources(List<String> patterns, List<List<String>> files) {
  /** What the line of a pattern begins with. */
  static final String PATTERN = "pattern";

  /** What the line of a file begins with. */
  static final String FILE = "source";

  /** The lines of what was imported. */
  static List<List<String>> lines(List<String> patterns, @Nullable Sources sources) {
    List<List<String>> lines = new ArrayList<>();
    patterns.forEach(pattern -> lines.add(List.of(PATTERN, pattern)));
    if (sources != null) {
      for (ImportUnit unit : sources.units()) {
        for (int side = 0; side < unit.files().size(); side++) {
          String file = unit.files().get(side);
          SourceDigest digest = sources.digest(file);
          lines.add(
              List.of(
                  FILE,
                  file,
                  Long.toString(digest.bytes()),
                  digest.version(),
                  digest.sha256(),
                  Integer.toString(unit.unit()),
                  Integer.toString(side)));
        }
      }
    }
    return lines;
  }

  /** Files are there unit by unit, and in a unit side by side. */
  static final class Order {
    private int unit = -1;
    private int side;

    /**
     * Fails for a line that {@link #lines} never makes, or not behind the ones before.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    void check(FactLine line) {
      line.with(6).word(3);
      line.count(2);
      line.sha256(4);
      add(line.number(5), line.number(6));
    }

    private void add(int nextUnit, int nextSide) {
      boolean sameUnit = nextUnit == unit && nextSide == side + 1;
      boolean newUnit = nextUnit == unit + 1 && nextSide == 0;
      if (!sameUnit && !newUnit) {
        throw new IllegalArgumentException(
            "a source of unit " + nextUnit + ", side " + nextSide + " is not in its place");
      }
      unit = nextUnit;
      side = nextSide;
    }
  }

  /** The digests of the files when they were imported, by their paths. */
  Map<String, SourceDigest> digests() {
    Map<String, SourceDigest> digests = new LinkedHashMap<>();
    files.forEach(line -> digests.put(line.get(1), digest(line)));
    return digests;
  }

  private static SourceDigest digest(List<String> line) {
    return new SourceDigest(line.get(1), Long.parseLong(line.get(2)), line.get(3), line.get(4));
  }

  /** All of them, if they were imported by these very patterns; null otherwise. */
  @Nullable Sources of(List<String> wanted) {
    if (!patterns.equals(wanted) || files.isEmpty()) {
      return null;
    }
    List<List<String>> units = new ArrayList<>();
    for (List<String> line : files) {
      int unit = Integer.parseInt(line.get(5));
      if (units.size() == unit) {
        units.add(new ArrayList<>());
      }
      units.get(unit).add(line.get(1));
    }
    List<ImportUnit> imports = new ArrayList<>();
    units.forEach(names -> imports.add(new ImportUnit(imports.size(), names)));
    return new Sources(imports, digests());
  }
}
