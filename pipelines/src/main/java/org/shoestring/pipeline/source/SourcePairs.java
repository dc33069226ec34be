package org.shoestring.pipeline.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.shoestring.spec.UsageException;
import org.shoestring.store.glob.Glob;
import org.shoestring.transform.importing.ImportUnit;

/**
 * Files side by side: those belong together whose wildcards matched the same, {@code c.1.en} of
 * {@code c.*.en} and {@code c.1.de} of {@code c.*.de}.
 *
 * @param where the patterns stand, for messages
 * @param patterns a side each
 */
record SourcePairs(String where, List<String> patterns) {
  private static final int SHOWN = 5;

  /**
   * A unit for each pair, in the order of the first side's files.
   *
   * @param sides the files of each pattern, one at least
   * @throws UsageException if a file has no partner
   */
  List<ImportUnit> of(List<List<Glob.Found>> sides) {
    checkWildcards(sides);
    List<Map<List<String>, String>> byMatch = new ArrayList<>();
    Set<List<String>> matches = new LinkedHashSet<>();
    for (List<Glob.Found> side : sides) {
      Map<List<String>, String> paths = new LinkedHashMap<>();
      side.forEach(file -> paths.put(file.matched(), file.path()));
      matches.addAll(paths.keySet());
      byMatch.add(paths);
    }
    List<ImportUnit> units = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    for (List<String> match : matches) {
      List<String> files = new ArrayList<>();
      for (Map<List<String>, String> paths : byMatch) {
        String path = paths.get(match);
        if (path != null) {
          files.add(path);
        }
      }
      if (files.size() < sides.size()) {
        alone.addAll(files);
      } else {
        units.add(new ImportUnit(units.size(), files));
      }
    }
    if (!alone.isEmpty()) {
      throw withoutPartner(alone);
    }
    return units;
  }

  private void checkWildcards(List<List<Glob.Found>> sides) {
    List<Integer> wildcards = sides.stream().map(side -> side.get(0).matched().size()).toList();
    if (wildcards.stream().distinct().count() > 1) {
      List<String> counts = new ArrayList<>();
      for (int side = 0; side < sides.size(); side++) {
        int count = wildcards.get(side);
        counts.add(
            "'" + patterns.get(side) + "' has " + (count == 0 ? "none" : Integer.toString(count)));
      }
      throw new UsageException(
          where
              + ": files side by side are paired by what their wildcards matched, but "
              + String.join(", ", counts)
              + "; write as many wildcards in each");
    }
  }

  private UsageException withoutPartner(List<String> alone) {
    String names = alone.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int more = alone.size() - SHOWN;
    return new UsageException(
        where
            + ": "
            + (alone.size() == 1 ? "1 file has" : alone.size() + " files have")
            + " no partner: "
            + names
            + (more > 0 ? " and " + more + " more" : "")
            + "; files side by side are paired by what their wildcards matched: "
            + String.join(", ", patterns));
  }
}
