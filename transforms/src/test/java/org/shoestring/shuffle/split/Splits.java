package org.shoestring.shuffle.split;

import java.util.ArrayList;
import java.util.List;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.tsv.TsvRow;

/** Splits for tests. */
public final class Splits {
  private Splits() {}

  /** Parts as the command line has them: {@code train=rest,dev=200}. */
  public static Parts parts(String text) {
    List<Parts.Part> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] words = part.split("=", -1);
      parts.add(new Parts.Part(words[0], Share.parse("into", words[1])));
    }
    return new Parts("into", parts);
  }

  /** A split with seed 1. */
  public static Split by(By by, String parts, String... columns) {
    return new Split(by, List.of(columns), parts(parts), Seed.of(1));
  }

  /** How many lines of a table of one shard go to each part. */
  public static long[] sizes(SplitPlan plan, int parts, List<TsvRow> rows) {
    long[] sizes = new long[parts];
    SplitPlan.OfShard shard = plan.shard(0);
    for (int i = 0; i < rows.size(); i++) {
      sizes[shard.part(i, rows.get(i))]++;
    }
    return sizes;
  }
}
